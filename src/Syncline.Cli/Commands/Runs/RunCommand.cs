using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Commands.Plans;
using Syncline.Cli.Terminal;
using Syncline.Sync.Plans;
using Syncline.Workspace.Applying;
using Syncline.Workspace.Planning;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline run FILE</c>: plans and applies unattended, under the project's guards.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> ProjectPath = new("file") { Description = "The project file." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("run", "Plans and applies without asking, under the project's guards.") { ProjectPath, ProjectOptions.Set };
        ApplyChoiceOptions.AddTo(command);
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        await using var planProgress = new PlanProgressBar(context.Output);
        var planned = await new ProjectPlanning(workspace).PlanAsync(
            new PlanRequest { ProjectPath = context.Arguments.GetRequiredValue(ProjectPath), Parameters = ProjectOptions.Parameters(context.Arguments) },
            planProgress,
            cancellationToken);
        await planProgress.DisposeAsync();

        var counts = planned.Header.Counts;
        if (counts.Changes == 0)
        {
            context.Output.Result(
                new { plan = PlanJsonShape.Of(planned), run = (object?)null },
                console => console.MarkupLine(Signs.Summary(counts)));
            return counts.Problems > 0 ? ExitCode.FailedRows : ExitCode.Success;
        }

        await using var plan = await PlanFile.OpenAsync(planned.Path, cancellationToken);
        await using var progress = new ApplyProgressBar(context.Output, counts.Changes);
        var run = await new PlanApplying(workspace).ApplyAsync(plan, ApplyChoiceOptions.Of(context.Arguments), progress, cancellationToken);
        await progress.DisposeAsync();
        context.Output.Result(
            new { plan = PlanJsonShape.Of(planned), run = RunReport.ToJson(run) },
            console =>
            {
                console.MarkupLine(Signs.Summary(counts));
                RunReport.Print(console, run);
            });
        var code = RunReport.CodeOf(run, cancellationToken.IsCancellationRequested);
        return code == ExitCode.Success && counts.Problems > 0 ? ExitCode.FailedRows : code;
    }
}
