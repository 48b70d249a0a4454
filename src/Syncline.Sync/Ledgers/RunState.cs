namespace Syncline.Sync.Ledgers;

/// <summary>How a run stands.</summary>
public enum RunState
{
    /// <summary>A process is at work on it.</summary>
    Running,

    /// <summary>Every change is done.</summary>
    Finished,

    /// <summary>Every change was tried; some failed or are in conflict.</summary>
    FinishedWithFailures,

    /// <summary>It stopped in good order before its end: cancelled, too many failures, sign-in lost. Resume goes on.</summary>
    Stopped,

    /// <summary>Its process ended without a word. Resume goes on.</summary>
    Interrupted,
}
