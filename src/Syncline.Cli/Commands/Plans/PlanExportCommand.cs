using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Sync.Plans;
using Syncline.Workspace.Exports;

namespace Syncline.Cli.Commands.Plans;

/// <summary><c>syncline plan export PLAN --out FILE</c>: a plan as CSV, JSON lines, Excel, Parquet or a page for a browser.</summary>
internal static class PlanExportCommand
{
    private static readonly Argument<string> PlanPath = new("plan") { Description = "The plan file." };

    private static readonly Option<string> Out = new("--out") { Description = "The file to make; its ending says the format: .csv .jsonl .xlsx .parquet .html", Required = true, HelpName = "FILE" };

    private static readonly Option<PlanAction?> Action = new("--action") { Description = "Only changes of this kind.", HelpName = "add|update|delete" };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("export", "Writes a plan as CSV, JSON lines, Excel, Parquet or HTML.") { PlanPath, Out, Action };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(context.Arguments.GetRequiredValue(Out));
        await using var plan = await PlanFile.OpenAsync(context.Arguments.GetRequiredValue(PlanPath), cancellationToken);
        var changes = await PlanExport.WriteAsync(plan, path, context.Arguments.GetValue(Action), cancellationToken);
        context.Output.Result(new { file = path, changes }, console => console.MarkupLine($"Wrote {Signs.Count(changes, "change")} to [bold]{Markup.Escape(path)}[/]."));
        return ExitCode.Success;
    }
}
