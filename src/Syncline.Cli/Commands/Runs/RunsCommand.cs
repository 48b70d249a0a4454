using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Sync.Runs;
using Syncline.Workspace.Applying;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline runs list</c> and <c>runs show ID</c>.</summary>
internal static class RunsCommand
{
    private const int MostFailures = 50;

    private static readonly Argument<string> Id = new("id") { Description = "Id of the run, or its beginning." };

    /// <summary>Makes both commands under <c>runs</c>.</summary>
    public static Command Make(CommandRunner runner)
    {
        var list = new Command("list", "Lists the runs, newest first.");
        runner.Set(list, ListAsync);
        var show = new Command("show", "Shows one run with its failures.") { Id };
        runner.Set(show, ShowAsync);
        return new Command("runs", "What was applied, when, and how it ended.") { list, show };
    }

    private static async Task<ExitCode> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var runs = await new PlanApplying(context.OpenWorkspace()).Runs.ListAsync(cancellationToken);
        context.Output.Result(
            runs.Select(RunReport.ToJson),
            console =>
            {
                if (runs.Count == 0)
                {
                    console.WriteLine("Nothing has been applied yet.");
                    return;
                }

                var table = new Table().Border(TableBorder.Simple).AddColumns("Run", "Project", "State", "Started");
                foreach (var column in new[] { "+", "~", "-", "Done", "Failed" })
                {
                    table.AddColumn(new TableColumn(column).RightAligned());
                }

                foreach (var run in runs)
                {
                    var failed = run.Failed + run.Conflicts + run.Unknown;
                    table.AddRow(
                        $"[bold]{Markup.Escape(run.Id)}[/]",
                        Markup.Escape(run.Project),
                        Markup.Escape(run.State.ToString().ToLowerInvariant()),
                        run.Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                        Signs.Number(run.Add.Planned),
                        Signs.Number(run.Update.Planned),
                        Signs.Number(run.Delete.Planned),
                        Signs.Number(run.Done),
                        failed == 0 ? "0" : $"[red]{Signs.Number(failed)}[/]");
                }

                console.Write(table);
            });
        return ExitCode.Success;
    }

    private static async Task<ExitCode> ShowAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var applying = new PlanApplying(context.OpenWorkspace());
        var run = await applying.Runs.FindAsync(context.Arguments.GetRequiredValue(Id), cancellationToken);
        var failures = await applying.Runs.ReadFailuresAsync(run, cancellationToken).Take(MostFailures).ToListAsync(cancellationToken);
        var notBack = await applying.Runs.ReadFailedWriteBacksAsync(run, MostFailures, cancellationToken);
        await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
        var grid = new PlanGrid(plan.Columns);
        context.Output.Result(
            new
            {
                run = RunReport.ToJson(run),
                failures = failures.Select(failure => ToJson(grid, failure)),
                writeBackFailures = notBack.Count == 0 ? null : notBack.Select(failure => ToJson(grid, failure)),
            },
            console =>
            {
                RunReport.Print(console, run);
                foreach (var failure in failures)
                {
                    Print(console, grid, failure, string.Empty);
                }

                foreach (var failure in notBack)
                {
                    Print(console, grid, failure, " added, but not written back");
                }
            });
        return ExitCode.Success;
    }

    private static object ToJson(PlanGrid grid, RunFailure failure) => new
    {
        change = grid.ToJson(failure.Change),
        state = failure.Row.State,
        error = failure.Row.ErrorId,
        message = failure.Row.Message,
        advice = failure.Row.Advice,
        serverCode = failure.Row.ServerCode,
        attempts = failure.Row.Attempts,
    };

    private static void Print(IAnsiConsole console, PlanGrid grid, RunFailure failure, string what)
    {
        console.MarkupLine($"{Signs.Error} {Signs.Of(failure.Change.Action)} [bold]{Markup.Escape(grid.KeyOf(failure.Change))}[/]{what}: {Markup.Escape(ValueText.OneLine(failure.Row.Message ?? failure.Row.State.ToString(), 300))}");
        if (failure.Row.Advice is { } advice)
        {
            console.MarkupLine($"    [grey]{Markup.Escape(advice)}[/]");
        }
    }
}
