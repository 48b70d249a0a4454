using System.CommandLine;
using Spectre.Console;
using Syncline.Sync.Projects;
using Syncline.Workspace.Planning;
using Syncline.Workspace.Projects;

namespace Syncline.Cli.Commands.Projects;

/// <summary><c>syncline project new FILE</c>: a starting project, mapped as far as names and types tell.</summary>
internal static class ProjectNewCommand
{
    private static readonly Argument<string> ProjectPath = new("file") { Description = "The project file to make, NAME.syncline.yaml." };

    private static readonly Option<string> Source = new("--source") { Description = "Where rows come from: a connection and a table, joined by a slash.", Required = true, HelpName = "CONNECTION/TABLE" };

    private static readonly Option<string> Target = new("--target") { Description = "Where rows go to: a connection and a table, joined by a slash.", Required = true, HelpName = "CONNECTION/TABLE" };

    private static readonly Option<bool> Replace = new("--replace") { Description = "Replace a file that is there." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("new", "Makes a starting project from two tables, with columns mapped by name and type.") { ProjectPath, Source, Target, Replace };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = context.Arguments.GetRequiredValue(ProjectPath);
        if (File.Exists(path) && !context.Arguments.GetValue(Replace))
        {
            throw new UsageException($"{path} is there already.", "Choose another name, or replace it with --replace.");
        }

        var (source, sourceTable) = Place("--source", context.Arguments.GetRequiredValue(Source));
        var (target, targetTable) = Place("--target", context.Arguments.GetRequiredValue(Target));
        var text = await new ProjectPlanning(context.OpenWorkspace()).ProposeAsync(source, sourceTable, target, targetTable, cancellationToken);
        await File.WriteAllTextAsync(path, text, cancellationToken);
        var schema = await ProjectSchemaFile.WriteBesideAsync(path, cancellationToken);
        context.Output.Result(
            new { project = path, schema },
            console =>
            {
                console.MarkupLine($"Wrote [bold]{Markup.Escape(path)}[/]. Read it, then: syncline plan {Markup.Escape(path)}");
                if (schema is not null)
                {
                    console.MarkupLine($"[grey]Beside it stands {ProjectSchema.FileName}, by which editors complete and check it.[/]");
                }
            });
        return ExitCode.Success;
    }

    private static (string Connection, string Table) Place(string option, string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < value.Length - 1
            ? (value[..slash], value[(slash + 1)..])
            : throw new UsageException($"{option} takes CONNECTION/TABLE, not '{value}'.");
    }
}
