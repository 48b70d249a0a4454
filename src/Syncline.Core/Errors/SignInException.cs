namespace Syncline.Core.Errors;

/// <summary>A token could not be had or renewed; with <see cref="Recovery.SignInAgain"/> the command line exits with 3.</summary>
public sealed class SignInException(ErrorDetail error, Exception? innerException = null)
    : SynclineException(ErrorPhase.SignIn, error, innerException);
