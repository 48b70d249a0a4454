using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Sync.Plans;
using Syncline.Workspace.Planning;

namespace Syncline.Cli.Commands.Plans;

/// <summary><c>syncline plan FILE</c>: compares, writes the plan file, and shows what would change. Writes nothing to the target.</summary>
internal static class PlanCommand
{
    private const int MostShown = 50;

    private static readonly Argument<string> ProjectPath = new("file") { Description = "The project file, NAME.syncline.yaml." };

    private static readonly Option<string?> Out = new("--out") { Description = "Where to write the plan; the plans folder of SYNCLINE_HOME when not given.", HelpName = "PLAN" };

    private static readonly Option<bool> UseExitCode = new("--exit-code") { Description = "Exit with 2 when there are changes." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("plan", "Compares a project's two sides and shows what would change; writes nothing to the target.")
        {
            ProjectPath, Out, ProjectOptions.Set, ProjectOptions.Full, UseExitCode,
        };
        runner.Set(command, RunAsync);
        command.Subcommands.Add(PlanShowCommand.Make(runner));
        command.Subcommands.Add(PlanExportCommand.Make(runner));
        command.Subcommands.Add(PlanExcludeCommand.Make(runner));
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        await using var progress = new PlanProgressBar(context.Output);
        var planned = await new ProjectPlanning(workspace).PlanAllAsync(
            new PlanRequest
            {
                ProjectPath = context.Arguments.GetRequiredValue(ProjectPath),
                OutPath = context.Arguments.GetValue(Out),
                ReadWhole = context.Arguments.GetValue(ProjectOptions.Full),
                Parameters = ProjectOptions.Parameters(context.Arguments),
            },
            progress,
            cancellationToken);
        await progress.DisposeAsync();
        await ShowAsync(context, planned, cancellationToken);
        return CodeOf(planned, context.Arguments.GetValue(UseExitCode));
    }

    /// <summary>The exit code of plans that were just made: a broken guard, then rows that could not be planned, then changes where asked for.</summary>
    internal static ExitCode CodeOf(IReadOnlyList<PlannedProject> planned, bool changesCount) => planned switch
    {
        _ when planned.Any(plan => plan.Header.Guards.Any(guard => !guard.Holds)) => ExitCode.StoppedByGuard,
        _ when planned.Any(plan => plan.Header.Counts.Problems > 0) => ExitCode.FailedRows,
        _ when changesCount && planned.Any(plan => plan.Header.Counts.Changes > 0) => ExitCode.ChangesFound,
        _ => ExitCode.Success,
    };

    private static async Task ShowAsync(CommandContext context, IReadOnlyList<PlannedProject> planned, CancellationToken cancellationToken)
    {
        if (planned.Count == 1)
        {
            await ShowAsync(context, planned[0], cancellationToken);
            return;
        }

        context.Output.Result(PlanJsonShape.Of(planned), _ => { });
        if (context.Output.IsJson)
        {
            return;
        }

        var console = context.Output.Text;
        foreach (var plan in planned)
        {
            await PrintAsync(console, plan, cancellationToken);
            console.WriteLine();
        }

        var changed = planned.Where(plan => plan.Header.Counts.Changes > 0).Select(plan => plan.Path).ToList();
        if (changed.Count > 0 && planned.All(plan => plan.Header.Guards.All(guard => guard.Holds)))
        {
            console.WriteLine($"Apply exactly this, in this order, with: syncline apply {string.Join(' ', changed)}");
        }
    }

    /// <summary>Shows a plan that was just made: its changes (at most 50 of them for people), problems, counts and what to do next.</summary>
    internal static async Task ShowAsync(CommandContext context, PlannedProject planned, CancellationToken cancellationToken)
    {
        if (context.Output.IsJson)
        {
            context.Output.Result(PlanJsonShape.Of(planned), _ => { });
            return;
        }

        var console = context.Output.Text;
        await PrintAsync(console, planned, cancellationToken);
        if (planned.Header.Counts.Changes > 0 && planned.Header.Guards.All(guard => guard.Holds))
        {
            console.WriteLine();
            console.WriteLine($"Apply exactly this with: syncline apply {planned.Path}");
        }
    }

    private static async Task PrintAsync(IAnsiConsole console, PlannedProject planned, CancellationToken cancellationToken)
    {
        await using var plan = await PlanFile.OpenAsync(planned.Path, cancellationToken);
        PlanSummary.PrintHead(console, plan.Header);
        var grid = new PlanGrid(plan.Columns);
        await foreach (var change in plan.ReadChangesAsync(cancellationToken: cancellationToken).Take(MostShown))
        {
            grid.Print(console, change);
        }

        if (plan.Header.Counts.Changes > MostShown)
        {
            console.WriteLine($"  and {Signs.Number(plan.Header.Counts.Changes - MostShown)} more; see all with: syncline plan show {planned.Path}");
        }

        await PlanSummary.PrintFootAsync(console, plan, cancellationToken);
    }
}
