using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Workspace;
using Syncline.Workspace.Doctor;

namespace Syncline.Cli.Commands;

/// <summary><c>syncline doctor</c>: what is wrong with the machine, the library and each connection, and what to do about it.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("doctor", "Checks the machine, the library and each connection, and says what to do.");
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var findings = new List<CheckupFinding>();
        await foreach (var finding in new Checkup(new SynclineWorkspace(context.Home, context.Streams.Environment), TimeProvider.System).RunAsync(cancellationToken))
        {
            findings.Add(finding);
            if (!context.Output.IsJson)
            {
                Print(context.Output.Text, finding);
            }
        }

        var problems = findings.Count(finding => finding.Problem is not null);
        context.Output.Result(
            new
            {
                ok = problems == 0,
                checks = findings.Select(finding => new
                {
                    area = finding.Area,
                    name = finding.Name,
                    ok = finding.Problem is null,
                    finding = finding.Finding,
                    advice = finding.Problem?.Advice,
                    error = finding.Problem?.Id,
                    steps = finding.Steps.Count == 0 ? null : finding.Steps.Select(ProbeLines.ToJson),
                }),
            },
            console => console.MarkupLine(problems == 0 ? "[green]All is well.[/]" : $"[red]{Signs.Count(problems, "problem")}.[/]"));
        return problems == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(IAnsiConsole console, CheckupFinding finding)
    {
        var name = Markup.Escape(finding.Name);
        var words = Markup.Escape(finding.Finding);
        console.MarkupLine(finding.Problem is { } problem ? $"{Signs.Error} [bold]{name}[/]  {words} [grey]({problem.Id})[/]" : $"[green]ok[/] [bold]{name}[/]  {words}");
        foreach (var line in finding.Problem?.Advice?.Split('\n') ?? [])
        {
            console.MarkupLine($"    {Markup.Escape(line.TrimEnd())}");
        }
    }
}
