using System.CommandLine;
using Spectre.Console;
using Syncline.Workspace.Connections;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection duplicate NAME NEW</c>: a copy with its secrets, without its sign-in.</summary>
internal static class ConnectionDuplicateCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    private static readonly Argument<string> NewName = new("new-name") { Description = "Name of the copy." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("duplicate", "Saves a copy of a connection, with its secrets and without its sign-in.") { Name, NewName };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(Name);
        var copy = await new ConnectionEditing(context.OpenWorkspace()).DuplicateAsync(name, context.Arguments.GetRequiredValue(NewName), cancellationToken);
        context.Output.Result(
            new { name = copy.Settings.Name, copyOf = name, needsSignIn = copy.NeedsSignIn },
            console =>
            {
                console.MarkupLine($"Saved [bold]{Markup.Escape(copy.Settings.Name)}[/] as a copy of [bold]{Markup.Escape(name)}[/].");
                console.WriteLine($"Next, for another site: syncline connection edit {copy.Settings.Name} --set option=value");
                console.WriteLine($"Then: syncline connection {(copy.NeedsSignIn ? "authorize" : "test")} {copy.Settings.Name}");
            });
        return ExitCode.Success;
    }
}
