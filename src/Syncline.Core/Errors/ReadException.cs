namespace Syncline.Core.Errors;

/// <summary>Rows could not be read to the end.</summary>
public sealed class ReadException(ErrorDetail error, Exception? innerException = null)
    : SynclineException(ErrorPhase.Read, error, innerException);
