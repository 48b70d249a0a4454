using System.CommandLine;
using Syncline.Cli.Terminal;
using Syncline.Workspace.Applying;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline resume ID</c>: finishes a run that was stopped or died.</summary>
internal static class ResumeCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the run, or its beginning." };

    private static readonly Option<bool> RetryFailed = new("--retry-failed") { Description = "Send the rows again that failed before." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("resume", "Finishes a run that was stopped, lost its sign-in, or died.") { Id, RetryFailed };
        ApplyChoiceOptions.AddTo(command);
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var applying = new PlanApplying(context.OpenWorkspace());
        var run = await applying.Runs.FindAsync(context.Arguments.GetRequiredValue(Id), cancellationToken);
        var choices = ApplyChoiceOptions.Of(context.Arguments) with { RetryFailed = context.Arguments.GetValue(RetryFailed) };
        using var note = StopNote.On(context, cancellationToken);
        await using var progress = new ApplyProgressBar(context.Output, run.Changes);
        var resumed = await applying.ResumeAsync(run, choices, progress, cancellationToken);
        await progress.DisposeAsync();
        return RunReport.Show(context, resumed, cancellationToken);
    }
}
