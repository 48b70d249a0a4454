namespace Syncline.Core.Errors;

/// <summary>Source rows can not be turned into target rows as the project asks.</summary>
public sealed class MappingException(ErrorDetail error, Exception? innerException = null)
    : SynclineException(ErrorPhase.Mapping, error, innerException);
