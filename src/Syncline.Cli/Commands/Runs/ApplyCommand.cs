using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Workspace.Applying;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline apply PLAN</c>: carries out exactly that plan.</summary>
internal static class ApplyCommand
{
    private static readonly Argument<string> PlanPath = new("plan") { Description = "The plan file." };

    private static readonly Option<string?> Approve = new("--approve")
    {
        Description = "Apply only if the plan has this digest: one person reviews, another applies.",
        HelpName = "DIGEST",
    };

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("apply", "Carries out exactly what a plan says.") { PlanPath, Yes, Approve };
        ApplyChoiceOptions.AddTo(command);
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = context.Arguments.GetRequiredValue(PlanPath);
        await using var plan = await PlanFile.OpenAsync(path, cancellationToken);
        if (plan.Header.Counts.Changes > 0 && !context.Arguments.GetValue(Yes))
        {
            Ask(context, plan.Header);
        }

        var choices = ApplyChoiceOptions.Of(context.Arguments) with { ApprovedDigest = context.Arguments.GetValue(Approve) };
        await using var progress = new ApplyProgressBar(context.Output, plan.Header.Counts.Changes);
        var run = await new PlanApplying(context.OpenWorkspace()).ApplyAsync(plan, choices, progress, cancellationToken);
        await progress.DisposeAsync();
        return RunReport.Show(context, run, cancellationToken);
    }

    // Nothing is written without saying where, as whom, and how much; a deletion count is typed, not nodded through.
    private static void Ask(CommandContext context, PlanHeader header)
    {
        if (!context.Streams.InIsTerminal || context.Output.IsJson)
        {
            throw new UsageException("Nobody can be asked here, so apply needs --yes.", $"Review first: syncline plan show PLAN. Then: syncline apply PLAN --yes");
        }

        var console = context.Output.Messages;
        PlanSummary.PrintHead(console, header);
        console.MarkupLine(Signs.Summary(header.Counts));
        var expected = header.Counts.Delete > 0 ? header.Counts.Delete.ToString(System.Globalization.CultureInfo.InvariantCulture) : "yes";
        console.Write(header.Counts.Delete > 0
            ? new Spectre.Console.Text($"Type the number of rows to delete ({expected}) to apply this: ")
            : new Spectre.Console.Text("Type yes to apply this: "));
        if (!string.Equals(context.Streams.In.ReadLine()?.Trim(), expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new GuardException(new()
            {
                Id = "CL1020",
                Phase = ErrorPhase.Guard,
                Message = "Not confirmed: nothing was written.",
                Advice = "Run the command again when you are sure.",
            });
        }
    }
}
