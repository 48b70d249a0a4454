namespace Syncline.Core.Errors;

/// <summary>The step of the work in which an error arose. Each has an exception type of its own.</summary>
public enum ErrorPhase
{
    /// <summary>Wrong usage, a bad option, a broken project file or library.</summary>
    Configuration,

    /// <summary>Getting or renewing a token.</summary>
    SignIn,

    /// <summary>Reaching the system at all.</summary>
    Connection,

    /// <summary>A table or column that is not there, or is not what was expected.</summary>
    Schema,

    /// <summary>Turning source rows into target rows.</summary>
    Mapping,

    /// <summary>Reading rows.</summary>
    Read,

    /// <summary>Writing rows.</summary>
    Write,

    /// <summary>A guard of the project stopped the work before anything was written.</summary>
    Guard,
}
