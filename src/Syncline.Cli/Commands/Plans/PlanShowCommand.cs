using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Sync.Plans;
using Syncline.Workspace.Exports;

namespace Syncline.Cli.Commands.Plans;

/// <summary><c>syncline plan show PLAN</c>: every change of a plan, for a person, a spreadsheet or a script.</summary>
internal static class PlanShowCommand
{
    private static readonly Argument<string> PlanPath = new("plan") { Description = "The plan file." };

    private static readonly Option<PlanAction?> Action = new("--action") { Description = "Only changes of this kind.", HelpName = "add|update|delete" };

    private static readonly Option<string> Format = Choices(new("--format")
    {
        Description = "table for people, csv or json for programs.",
        DefaultValueFactory = _ => "table",
        HelpName = "table|csv|json",
    });

    private static readonly Option<int?> Limit = new("--limit") { Description = "At most so many changes; all when not given, on a terminal a page at a time." };

    private static readonly Option<int> Skip = new("--skip") { Description = "Leave out so many changes first." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("show", "Shows the changes of a plan.") { PlanPath, Action, Format, Skip, Limit };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var plan = await PlanFile.OpenAsync(context.Arguments.GetRequiredValue(PlanPath), cancellationToken);
        await plan.VerifyAsync(cancellationToken);
        var changes = plan.ReadChangesAsync(context.Arguments.GetValue(Action), cancellationToken: cancellationToken);
        if (context.Arguments.GetValue(Limit) is < 0 || context.Arguments.GetValue(Skip) < 0)
        {
            throw new UsageException("--skip and --limit take whole numbers from 0.");
        }

        changes = changes.Skip(context.Arguments.GetValue(Skip));
        if (context.Arguments.GetValue(Limit) is { } limit)
        {
            changes = changes.Take(limit);
        }

        switch (context.Output.IsJson ? "json" : context.Arguments.GetValue(Format))
        {
            case "json":
                await PrintJsonAsync(context, plan, changes, cancellationToken);
                break;
            case "csv":
                await PlanCsv.WriteAsync(context.Streams.Out, plan.Columns, changes, cancellationToken);
                break;
            default:
                await PrintTextAsync(context, plan, changes, cancellationToken);
                break;
        }

        return ExitCode.Success;
    }

    private static Option<string> Choices(Option<string> option) => option.AcceptOnlyFromAmong("table", "csv", "json");

    private static async Task PrintTextAsync(CommandContext context, PlanFile plan, IAsyncEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var console = context.Output.Text;
        PlanSummary.PrintHead(console, plan.Header);
        var grid = new PlanGrid(plan.Columns);
        var pager = new Pager(context);
        var shown = 0;
        await foreach (var change in changes.WithCancellation(cancellationToken))
        {
            if (!pager.GoesOn(grid.LinesOf(change)))
            {
                break;
            }

            grid.Print(console, change);
            shown++;
        }

        if (shown == 0 && plan.Header.Counts.Changes > 0)
        {
            console.WriteLine($"No change fits --action, --skip and --limit; the plan has {Signs.Number(plan.Header.Counts.Changes)}.");
        }

        await PlanSummary.PrintFootAsync(console, plan, cancellationToken);
    }

    private static async Task PrintJsonAsync(CommandContext context, PlanFile plan, IAsyncEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        // Written as it is read: a plan of a million rows is never held in memory.
        var grid = new PlanGrid(plan.Columns);
        var writer = context.Streams.Out;
        await writer.WriteAsync($"{{\"digest\":{Output.OneLineJson(plan.Header.Digest)},\"header\":{Output.OneLineJson(plan.Header)},\"changes\":[");
        var first = true;
        await foreach (var change in changes.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(first ? "\n" : ",\n");
            await writer.WriteAsync(Output.OneLineJson(grid.ToJson(change)));
            first = false;
        }

        await writer.WriteAsync("\n],\"problems\":[");
        first = true;
        await foreach (var problem in plan.ReadProblemsAsync(cancellationToken))
        {
            await writer.WriteAsync(first ? "\n" : ",\n");
            await writer.WriteAsync(Output.OneLineJson(problem));
            first = false;
        }

        await writer.WriteLineAsync("\n]}");
    }
}
