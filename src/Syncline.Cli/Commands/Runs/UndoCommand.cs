using System.CommandLine;
using Syncline.Cli.Commands.Plans;
using Syncline.Workspace.Applying;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline undo ID</c>: makes a plan that takes a run back, to be reviewed and applied like any other. Writes nothing itself.</summary>
internal static class UndoCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the run, or its beginning." };

    private static readonly Option<string?> Out = new("--out") { Description = "Where to write the plan; the plans folder of SYNCLINE_HOME when not given.", HelpName = "PLAN" };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("undo", "Makes a plan that takes a run back; review it and apply it like any other.") { Id, Out };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var applying = new PlanApplying(context.OpenWorkspace());
        var run = await applying.Runs.FindAsync(context.Arguments.GetRequiredValue(Id), cancellationToken);
        var planned = await applying.PlanUndoAsync(run, context.Arguments.GetValue(Out), cancellationToken);
        await PlanCommand.ShowAsync(context, planned, cancellationToken);
        return planned.Header.Counts.Problems > 0 ? ExitCode.FailedRows : ExitCode.Success;
    }
}
