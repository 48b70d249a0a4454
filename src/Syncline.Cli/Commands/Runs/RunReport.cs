using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;
using Syncline.Workspace.Running;

namespace Syncline.Cli.Commands.Runs;

/// <summary>How a run ended, for people and scripts, and the exit code that goes with it.</summary>
internal static class RunReport
{
    private const int MostReasons = 5;

    /// <summary>Shows a run and chooses the exit code.</summary>
    public static ExitCode Show(CommandContext context, RunSummary run, CancellationToken cancellationToken)
    {
        context.Output.Result(ToJson(run), console => Print(console, run));
        return CodeOf(run, cancellationToken.IsCancellationRequested);
    }

    /// <summary>Shows several runs, and names the plans that were not begun; the exit code is the first that is no success.</summary>
    public static ExitCode Show(CommandContext context, IReadOnlyList<RunSummary> runs, IReadOnlyList<string> notBegun, CancellationToken cancellationToken)
    {
        if (runs.Count == 1 && notBegun.Count == 0)
        {
            return Show(context, runs[0], cancellationToken);
        }

        context.Output.Result(
            new { runs = runs.Select(ToJson), notBegun },
            console =>
            {
                foreach (var run in runs)
                {
                    Print(console, run);
                }

                if (notBegun.Count > 0)
                {
                    console.WriteLine($"  Not begun, to be applied after that: {string.Join(' ', notBegun)}");
                }
            });
        return runs.Select(run => CodeOf(run, cancellationToken.IsCancellationRequested)).FirstOrDefault(code => code != ExitCode.Success);
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
    public static object ToJson(RunSummary run) => RunDocument.Of(run);

    /// <summary>A run in a few lines.</summary>
    public static void Print(IAnsiConsole console, RunSummary run)
    {
        var done = Signs.Count(run.Done, "row");
        console.MarkupLine(run.Failed + run.Conflicts + run.Unknown == 0
            ? $"[green]Done:[/] {done} written. Run [bold]{Markup.Escape(run.Id)}[/]."
            : $"{done} written, [red]{Signs.Number(run.Failed)} failed[/]{Part(run.Conflicts, "in conflict")}{Part(run.Unknown, "unknown")}. Run [bold]{Markup.Escape(run.Id)}[/].");
        if (run.WriteBack is { } back)
        {
            console.MarkupLine($"  Written back to the source: {Signs.Count(back.Done, "row")}{Part(back.Failed, "failed")}{(back.Pending == 0 ? string.Empty : $", {Signs.Number(back.Pending)} left")}.");
        }

        PrintReasons(console, run);
        if (run.Failed + run.Conflicts > 0)
        {
            console.WriteLine($"  Get the rows to mend and feed again with: syncline errors {run.Id} --out failed.csv");
        }

        if (run.Failed + (run.WriteBack?.Failed ?? 0) > 0)
        {
            console.WriteLine($"  When the cause is gone, send them again with: syncline resume {run.Id} --retry-failed");
        }

        if (run.CanResume)
        {
            console.MarkupLine($"  [yellow]Stopped[/] with {Left(run)}{(run.Reason is { } reason ? Markup.Escape($": {reason}") : ".")}");
            console.WriteLine($"  Go on with: syncline resume {run.Id}");
        }
    }

    // A person who has to act needs the reason here and now, each once, with what mends it.
    private static void PrintReasons(IAnsiConsole console, RunSummary run)
    {
        foreach (var reason in run.Reasons.Take(MostReasons))
        {
            var message = reason.Message ?? (reason.State == RowState.Conflict ? "in conflict" : "no reason was given");
            var id = reason.ErrorId is { } known ? $" ({known})" : string.Empty;
            console.MarkupLine($"  {Signs.Error} {Signs.Count(reason.Rows, "row")}{(reason.OfWriteBack ? " added, but not written back" : "")}: {Markup.Escape(ValueText.OneLine(message, 300) + id)}");
            if (reason.Advice is { } advice)
            {
                console.MarkupLine($"      [grey]{Markup.Escape(ValueText.OneLine(advice, 300))}[/]");
            }
        }

        if (run.Reasons.Count > 0)
        {
            console.WriteLine(run.Reasons.Count > MostReasons
                ? $"  There are more reasons. See them and the rows with: syncline runs show {run.Id}"
                : $"  See the rows with: syncline runs show {run.Id}");
        }
    }

    private static string Left(RunSummary run) => run.Pending + run.Unknown == 0 && run.WriteBack is { Pending: > 0 } back
        ? $"{Signs.Count(back.Pending, "row")} left to write back"
        : $"{Signs.Count(run.Pending + run.Unknown, "row")} left";

    private static string Part(long number, string what) => number == 0 ? string.Empty : $", [red]{Signs.Number(number)} {what}[/]";
}
