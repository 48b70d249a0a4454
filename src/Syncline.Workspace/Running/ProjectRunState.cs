namespace Syncline.Workspace.Running;

/// <summary>How one project of an unattended run ended.</summary>
public enum ProjectRunState
{
    /// <summary>Nothing differs; nothing was written.</summary>
    NothingToDo,

    /// <summary>Every change is done.</summary>
    Finished,

    /// <summary>Everything was tried; some rows failed, are in conflict, or could not be planned.</summary>
    FinishedWithFailures,

    /// <summary>A guard stopped it before anything was written.</summary>
    StoppedByGuard,

    /// <summary>It was cancelled, or stopped on the way; resume goes on.</summary>
    Stopped,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>It was not begun, because one before it went wrong.</summary>
    NotBegun,
}
