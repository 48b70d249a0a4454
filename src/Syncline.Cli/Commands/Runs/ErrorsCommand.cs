using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Workspace.Applying;

namespace Syncline.Cli.Commands.Runs;

/// <summary><c>syncline errors ID --out FILE</c>: failed and conflicting rows of a run as a CSV, to be corrected and fed again.</summary>
internal static class ErrorsCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the run, or its beginning." };

    private static readonly Option<string> Out = new("--out") { Description = "The CSV file to make.", Required = true, HelpName = "FILE" };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("errors", "Writes the failed rows of a run as a CSV with the source's columns and the reason.") { Id, Out };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var applying = new PlanApplying(context.OpenWorkspace());
        var run = await applying.Runs.FindAsync(context.Arguments.GetRequiredValue(Id), cancellationToken);
        var written = await applying.WriteFailedRowsAsync(run, context.Arguments.GetRequiredValue(Out), cancellationToken);
        context.Output.Result(
            new
            {
                run = run.Id,
                file = written.Path,
                rows = written.Rows,
                deletions = written.Deletions,
                inDoubt = written.InDoubt,
                notWrittenBack = written.NotWrittenBack,
                writeBackFile = written.WriteBackPath,
                fromSource = written.Rows > 0 && written.NotFromSource is null,
                notFromSource = written.NotFromSource,
            },
            console => Print(console, run.Id, written));
        return ExitCode.Success;
    }

    private static void Print(IAnsiConsole console, string run, FailedRowsFile written)
    {
        console.MarkupLine(written.Path is { } path
            ? $"Wrote {Signs.Count(written.Rows, "row")} to [bold]{Markup.Escape(path)}[/]; the reason is in the last column, syncline_error."
            : "No row of this run can be corrected and fed again; no file was written.");
        if (written.NotFromSource is { } reason)
        {
            console.MarkupLine($"  [yellow]The rows have the plan's values, not the source's.[/] {Markup.Escape(ValueText.OneLine(reason, 300))}");
        }

        if (written.WriteBackPath is { } beside)
        {
            console.MarkupLine($"Wrote {Signs.Count(written.NotWrittenBack, "row")} to [bold]{Markup.Escape(beside)}[/]: added, but not written back to the source. Do not feed them again; write back with: syncline resume {run} --retry-failed");
        }

        if (written.Deletions > 0)
        {
            console.WriteLine($"  Left out: {Signs.Count(written.Deletions, "deletion")} that failed, for the source has no row for them. See why with: syncline runs show {run}");
        }

        if (written.InDoubt > 0)
        {
            console.WriteLine($"  Left out: {Signs.Count(written.InDoubt, "row")} whose outcome is not known. Find out with: syncline resume {run}");
        }
    }
}
