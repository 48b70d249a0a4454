using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Sync.Applying;
using Syncline.Sync.Runs;
using Syncline.Workspace.Applying;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline verify ID</c>: reads back every row that a run wrote and compares it with the plan. Writes nothing.</summary>
internal static class VerifyCommand
{
    private const int MostShown = 50;

    private static readonly Argument<string> Id = new("id") { Description = "Id of the run, or its beginning." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("verify", "Reads back what a run wrote and compares it with the plan.") { Id };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var applying = new PlanApplying(context.OpenWorkspace());
        var run = await applying.Runs.FindAsync(context.Arguments.GetRequiredValue(Id), cancellationToken);
        await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
        var grid = new PlanGrid(plan.Columns);
        var shown = new List<VerifyDifference>();
        var different = 0L;
        await foreach (var difference in applying.VerifyAsync(run, cancellationToken))
        {
            different++;
            if (shown.Count < MostShown)
            {
                shown.Add(difference);
            }
        }

        context.Output.Result(
            new
            {
                run = run.Id,
                verified = run.Done,
                different,
                differences = shown.Select(difference => new { change = grid.ToJson(difference.Change), isThere = difference.IsThere, columns = difference.Columns }),
            },
            console => Print(console, grid, run, shown, different));
        return different == 0 ? ExitCode.Success : ExitCode.FailedRows;
    }

    private static void Print(IAnsiConsole console, PlanGrid grid, RunSummary run, List<VerifyDifference> shown, long different)
    {
        foreach (var difference in shown)
        {
            var words = difference switch
            {
                { IsThere: false } => "is not there",
                { Columns.Count: 0 } => "was deleted and is there again",
                _ => $"differs in {string.Join(", ", difference.Columns)}",
            };
            console.MarkupLine($"{Signs.Error} {Signs.Of(difference.Change.Action)} [bold]{Markup.Escape(grid.KeyOf(difference.Change))}[/] {Markup.Escape(words)}");
        }

        if (different > shown.Count)
        {
            console.WriteLine($"  and {Signs.Number(different - shown.Count)} more.");
        }

        console.MarkupLine(different == 0
            ? $"[green]All is as the plan wants it:[/] {Signs.Count(run.Done, "row")} of run {Markup.Escape(run.Id)} read back."
            : $"[red]{Signs.Count(different, "row")} of {Signs.Number(run.Done)} not as the plan wants.[/] Somebody may have changed them since.");
    }
}
