namespace Syncline.Core.Errors;

/// <summary>The system could not be reached, or is not what the settings say it is.</summary>
public sealed class ConnectionException(ErrorDetail error, Exception? innerException = null)
    : SynclineException(ErrorPhase.Connection, error, innerException);
