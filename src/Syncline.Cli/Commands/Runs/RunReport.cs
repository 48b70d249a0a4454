using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;

namespace Syncline.Cli.Commands.Runs;

/// <summary>How a run ended, for people and scripts, and the exit code that goes with it.</summary>
internal static class RunReport
{
    /// <summary>Shows a run and chooses the exit code.</summary>
    public static ExitCode Show(CommandContext context, RunSummary run, CancellationToken cancellationToken)
    {
        context.Output.Result(ToJson(run), console => Print(console, run));
        return CodeOf(run, cancellationToken.IsCancellationRequested);
    }

    /// <summary>The exit code of a run's end.</summary>
    public static ExitCode CodeOf(RunSummary run, bool cancelled) => run switch
    {
        { State: RunState.Finished } => ExitCode.Success,
        { State: RunState.FinishedWithFailures } => ExitCode.FailedRows,
        { State: RunState.Stopped } when cancelled => ExitCode.Cancelled,
        { State: RunState.Stopped, Failed: > 0 } or { State: RunState.Stopped, Conflicts: > 0 } => ExitCode.FailedRows,
        _ => ExitCode.Failure,
    };

    /// <summary>A run as JSON.</summary>
    public static object ToJson(RunSummary run) => new
    {
        id = run.Id,
        project = run.Project,
        state = run.State,
        reason = run.Reason,
        connection = run.Connection,
        table = run.Table,
        changes = new { add = run.Add.Planned, update = run.Update.Planned, delete = run.Delete.Planned },
        applied = new { done = run.Done, failed = run.Failed, conflicts = run.Conflicts, unknown = run.Unknown, pending = run.Pending },
        started = run.Started,
        ended = run.Ended,
    };

    /// <summary>A run in a few lines.</summary>
    public static void Print(IAnsiConsole console, RunSummary run)
    {
        var done = Signs.Count(run.Done, "row");
        console.MarkupLine(run.Failed + run.Conflicts + run.Unknown == 0
            ? $"[green]Done:[/] {done} written. Run [bold]{Markup.Escape(run.Id)}[/]."
            : $"{done} written, [red]{Signs.Number(run.Failed)} failed[/]{Part(run.Conflicts, "in conflict")}{Part(run.Unknown, "unknown")}. Run [bold]{Markup.Escape(run.Id)}[/].");
        if (run.Failed + run.Conflicts > 0)
        {
            console.WriteLine($"  See why with: syncline runs show {run.Id}");
            console.WriteLine($"  Get the rows to mend and feed again with: syncline errors {run.Id} --out failed.csv");
        }

        if (run.CanResume)
        {
            console.MarkupLine($"  [yellow]Stopped[/] with {Signs.Count(run.Pending + run.Unknown, "row")} left{(run.Reason is { } reason ? Markup.Escape($": {reason}") : ".")}");
            console.WriteLine($"  Go on with: syncline resume {run.Id}");
        }
    }

    private static string Part(long number, string what) => number == 0 ? string.Empty : $", [red]{Signs.Number(number)} {what}[/]";
}
