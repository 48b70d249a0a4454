using System.CommandLine;
using Spectre.Console;
using Syncline.Workspace.Planning;

namespace Syncline.Cli.Commands.Projects;

/// <summary><c>syncline project check FILE</c>: every mistake of a project file, with line and column.</summary>
internal static class ProjectCheckCommand
{
    private static readonly Argument<string> ProjectPath = new("file") { Description = "The project file." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("check", "Checks a project file against both of its tables; writes nothing.") { ProjectPath, ProjectOptions.Set };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = context.Arguments.GetRequiredValue(ProjectPath);
        var project = await new ProjectPlanning(context.OpenWorkspace()).CheckAsync(path, ProjectOptions.Parameters(context.Arguments), cancellationToken);
        context.Output.Result(
            new { project = project.Name, ok = true, columns = project.Columns.Count },
            console => console.MarkupLine($"[green]{Markup.Escape(path)} is fine:[/] {project.Columns.Count} columns, key {Markup.Escape(string.Join(", ", project.Key))}."));
        return ExitCode.Success;
    }
}
