using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Sync.Ledgers;
using Syncline.Workspace.Applying;
using Syncline.Workspace.Exports;
using Syncline.Workspace.Running;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline run FILE…</c>: plans and applies unattended, under the projects' guards, with one summary for all.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> ProjectPaths = SeveralPaths.Of(new("file") { Description = "The project files, run in this order.", Arity = ArgumentArity.OneOrMore });

    private static readonly Option<bool> KeepGoing = new("--keep-going") { Description = "Run the next project when one went wrong." };

    private static readonly Option<bool> AllowHooks = new("--allow-hooks") { Description = "Let the projects start the programs under hooks." };

    private static readonly Option<bool> LogJson = new("--log-json") { Description = "Messages on stderr as JSON, one object per line." };

    private static readonly Option<string?> Report = new("--report") { Description = "Write a report for people to this file, as HTML; an older one is replaced.", HelpName = "FILE" };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("run", "Plans and applies without asking, under the projects' guards.") { ProjectPaths, ProjectOptions.Set, ProjectOptions.Full, KeepGoing, AllowHooks, LogJson, Report };
        ApplyChoiceOptions.AddTo(command);
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        using var note = StopNote.On(context, cancellationToken);
        var listener = new RunListener(context, asJson: context.Arguments.GetValue(LogJson));
        var projects = await new UnattendedRun(workspace, listener).RunAsync(
            new UnattendedOptions
            {
                Files = context.Arguments.GetRequiredValue(ProjectPaths),
                Parameters = ProjectOptions.Parameters(context.Arguments),
                ReadWhole = context.Arguments.GetValue(ProjectOptions.Full),
                Choices = ApplyChoiceOptions.Of(context.Arguments),
                AllowHooks = context.Arguments.GetValue(AllowHooks),
                KeepGoing = context.Arguments.GetValue(KeepGoing),
            },
            cancellationToken);
        listener.End();
        if (context.Arguments.GetValue(Report) is { } report)
        {
            await RunPage.WriteAsync(projects, new PlanApplying(workspace).Runs, report, CancellationToken.None);
        }

        var code = projects.Select(project => CodeOf(project, cancellationToken.IsCancellationRequested)).FirstOrDefault(code => code != ExitCode.Success);
        context.Output.Result(ToJson(projects, code), console => Print(console, projects));
        return code;
    }

    // A single project with a single plan has both at the top as well, where scripts look first.
    private static object ToJson(IReadOnlyList<ProjectRun> projects, ExitCode code)
    {
        var only = projects is [{ Plans.Count: 1 } single] ? single : null;
        return new
        {
            exitCode = (int)code,
            plan = only is null ? null : RunDocument.Of(only.Plans[0]),
            run = only is { Runs.Count: 1 } ? RunDocument.Of(only.Runs[0]) : null,
            error = projects is [{ Error: { } error }] ? new ErrorReport(error).ToJson() : null,
            projects = projects.Select(RunDocument.Of),
        };
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<ProjectRun> projects)
    {
        foreach (var project in projects)
        {
            if (projects.Count > 1 || project.Plans.Count > 1)
            {
                console.MarkupLine($"[bold]{Markup.Escape(project.Project)}[/]{(project.State == ProjectRunState.NotBegun ? " not begun, because one before it went wrong" : "")}");
            }

            foreach (var plan in project.Plans)
            {
                console.MarkupLine((project.Plans.Count > 1 ? Markup.Escape(plan.Header.Project.Name) + ": " : "") + Signs.Summary(plan.Header.Counts));
                PlanSummary.PrintProblems(console, plan.Problems, plan.Header.Counts.Problems, plan.Path);
            }

            foreach (var run in project.Runs)
            {
                RunReport.Print(console, run);
            }
        }
    }

    private static ExitCode CodeOf(ProjectRun project, bool cancelled) => project switch
    {
        { IsGood: true } => ExitCode.Success,
        { State: ProjectRunState.NotBegun } => cancelled ? ExitCode.Cancelled : ExitCode.Failure,
        { Error: { } error } => new ErrorReport(error).ExitCode,
        { State: ProjectRunState.FinishedWithFailures } => ExitCode.FailedRows,
        { Runs: [.., { State: RunState.Stopped } last] } => RunReport.CodeOf(last, cancelled),
        _ => ExitCode.Failure,
    };
}
