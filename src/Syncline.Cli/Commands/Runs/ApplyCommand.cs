using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Workspace.Applying;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline apply PLAN</c>: carries out exactly that plan.</summary>
internal static class ApplyCommand
{
    private static readonly Argument<string[]> PlanPaths = SeveralPaths.Of(new("plan") { Description = "The plan file; of several, each is applied when the one before it has come to its end.", Arity = ArgumentArity.OneOrMore });

    private static readonly Option<string[]> Approve = new("--approve")
    {
        Description = "Apply only if the plan has this digest: one person reviews, another applies. Of several plans, give one for each, in their order.",
        HelpName = "DIGEST",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("apply", "Carries out exactly what a plan says.") { PlanPaths, Yes, Approve };
        ApplyChoiceOptions.AddTo(command);
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var approved = context.Arguments.GetRequiredValue(Approve);
        var paths = context.Arguments.GetRequiredValue(PlanPaths);
        if (approved.Length > 0 && approved.Length != paths.Length)
        {
            throw new UsageException($"--approve is given {approved.Length} times for {Signs.Count(paths.Length, "plan")}.", "Give one digest for each plan, in their order.");
        }

        var plans = new List<PlanFile>();
        try
        {
            foreach (var path in paths)
            {
                plans.Add(await PlanFile.OpenAsync(path, cancellationToken));
            }

            foreach (var plan in plans.Where(plan => plan.Header.Counts.Changes > 0 && !context.Arguments.GetValue(Yes)))
            {
                Ask(context, plan.Header);
            }

            return await ApplyAsync(context, plans, approved, cancellationToken);
        }
        finally
        {
            foreach (var plan in plans)
            {
                await plan.DisposeAsync();
            }
        }
    }

    private static async Task<ExitCode> ApplyAsync(CommandContext context, List<PlanFile> plans, string[] approved, CancellationToken cancellationToken)
    {
        var applying = new PlanApplying(context.OpenWorkspace());
        var choices = ApplyChoiceOptions.Of(context.Arguments);

        // What one plan's guards or approval forbid is known before the first of several is begun.
        foreach (var (index, plan) in plans.Index())
        {
            PlanApplying.Require(plan.Header, approved.Length > 0 ? approved[index] : null);
        }

        using var note = StopNote.On(context, cancellationToken);
        var runs = new List<RunSummary>();
        foreach (var (index, plan) in plans.Index())
        {
            await using var progress = new ApplyProgressBar(context.Output, plan.Header.Counts.Changes);
            runs.Add(await applying.ApplyAsync(plan, choices with { ApprovedDigest = approved.Length > 0 ? approved[index] : null }, progress, cancellationToken));
            await progress.DisposeAsync();
            if (runs[^1].CanResume)
            {
                break;
            }
        }

        return RunReport.Show(context, runs, plans.Skip(runs.Count).Select(plan => plan.Path).ToList(), cancellationToken);
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
