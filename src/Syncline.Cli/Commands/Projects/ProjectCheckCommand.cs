using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
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
        var set = await new ProjectPlanning(context.OpenWorkspace()).CheckAllAsync(path, ProjectOptions.Parameters(context.Arguments), cancellationToken);
        context.Output.Result(
            new
            {
                project = set.Name,
                ok = true,
                columns = set.Projects.Sum(project => project.Columns.Count),
                mappings = set.IsList ? set.Projects.Select(project => new { name = project.Name, columns = project.Columns.Count, key = project.Key }) : null,
            },
            console =>
            {
                foreach (var project in set.Projects)
                {
                    console.MarkupLine($"[green]{Markup.Escape(set.IsList ? project.Name : path)} is fine:[/] {Signs.Count(project.Columns.Count, "column")}, key {Markup.Escape(string.Join(", ", project.Key))}.");
                }
            });
        return ExitCode.Success;
    }
}
