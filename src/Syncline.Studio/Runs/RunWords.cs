using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;

namespace Syncline.Studio.Runs;

/// <summary>How a run stands, in words and in the class that colours them.</summary>
internal static class RunWords
{
    /// <summary>One or two words.</summary>
    public static string Of(RunSummary run) => run.State switch
    {
        RunState.Running => "Running",
        RunState.Stopped => "Stopped",
        RunState.Interrupted => "Interrupted",
        _ => FailedIn(run) > 0 ? "With failures" : "Finished",
    };

    /// <summary>Its class.</summary>
    public static string ClassOf(RunSummary run) => (run.State, FailedIn(run)) switch
    {
        (RunState.Running, _) => "info",
        (RunState.Stopped or RunState.Interrupted, _) => "warn",
        (_, 0) => "ok",
        _ => "bad",
    };

    /// <summary>Rows that are not written: refused, in conflict, or without an answer; what a running run has just sent is none of them.</summary>
    public static long FailedIn(RunSummary run) => run.Failed + run.Conflicts + (run.State == RunState.Running ? 0 : run.Unknown);
}
