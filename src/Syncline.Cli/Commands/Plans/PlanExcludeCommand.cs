using System.CommandLine;
using Syncline.Sync.Plans;
using Syncline.Workspace.Planning;

namespace Syncline.Cli.Commands.Plans;

/// <summary><c>syncline plan exclude PLAN --where CONDITION</c>: another plan without some of the changes; the first stays as it is.</summary>
internal static class PlanExcludeCommand
{
    private static readonly Argument<string> PlanPath = new("plan") { Description = "The plan file; it is not changed." };

    private static readonly Option<string?> Where = new("--where")
    {
        Description = "Leave out the changes for which this DuckDB SQL is true, e.g. \"action = 'delete' or city = 'Ulm' or before.revenue > 1000\".",
        HelpName = "CONDITION",
    };

    private static readonly Option<long[]> Rows = new("--row") { Description = "Leave out the change of this number (seq); repeat for more.", HelpName = "NUMBER", DefaultValueFactory = _ => [] };

    private static readonly Option<string?> Out = new("--out") { Description = "Where to write the new plan; the plans folder of SYNCLINE_HOME when not given.", HelpName = "PLAN" };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("exclude", "Makes a plan without some of another's changes, with a digest of its own.") { PlanPath, Where, Rows, Out };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var where = context.Arguments.GetValue(Where);
        var rows = context.Arguments.GetRequiredValue(Rows);
        if (where is null && rows.Length == 0)
        {
            throw new UsageException("Say which changes to leave out, with --where or --row.");
        }

        var planned = await new PlanReview(context.OpenWorkspace()).ExcludeAsync(
            context.Arguments.GetRequiredValue(PlanPath), where, rows, context.Arguments.GetValue(Out), cancellationToken);
        await PlanCommand.ShowAsync(context, planned, cancellationToken);
        return planned.Header.Guards.Any(guard => !guard.Holds) ? ExitCode.StoppedByGuard : ExitCode.Success;
    }
}
