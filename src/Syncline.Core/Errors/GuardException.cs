namespace Syncline.Core.Errors;

/// <summary>A guard of the project stopped the work before anything was written; the command line exits with 4.</summary>
public sealed class GuardException(ErrorDetail error, Exception? innerException = null)
    : SynclineException(ErrorPhase.Guard, error, innerException);
