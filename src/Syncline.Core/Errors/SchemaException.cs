namespace Syncline.Core.Errors;

/// <summary>A table or column is not there, or is not what was expected.</summary>
public sealed class SchemaException(ErrorDetail error, Exception? innerException = null)
    : SynclineException(ErrorPhase.Schema, error, innerException);
