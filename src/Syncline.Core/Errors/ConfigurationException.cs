namespace Syncline.Core.Errors;

/// <summary>Wrong usage, a bad option, a broken project file, plan or library.</summary>
public sealed class ConfigurationException(ErrorDetail error, Exception? innerException = null)
    : SynclineException(ErrorPhase.Configuration, error, innerException);
