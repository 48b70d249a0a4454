namespace Syncline.Cli;

/// <summary>What the process answers to its caller; documented in <c>docs/reference/exit-codes.md</c>, relied on by scripts.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>Could not be done.</summary>
    Failure = 1,

    /// <summary>With <c>--exit-code</c>: there are changes.</summary>
    ChangesFound = 2,

    /// <summary>A person has to sign in first.</summary>
    SignInNeeded = 3,

    /// <summary>A guard stopped the work before anything was written.</summary>
    StoppedByGuard = 4,

    /// <summary>Finished, but some rows failed.</summary>
    FailedRows = 5,

    /// <summary>The command line itself is wrong.</summary>
    WrongUsage = 64,

    /// <summary>Cancelled by Ctrl-C or a signal.</summary>
    Cancelled = 130,
}
