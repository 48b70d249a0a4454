namespace Syncline.Core.Errors;

/// <summary>Writing had to stop. The failure of a single row is a value (see <c>RowOutcome</c>), not this.</summary>
public sealed class WriteException(ErrorDetail error, Exception? innerException = null)
    : SynclineException(ErrorPhase.Write, error, innerException);
