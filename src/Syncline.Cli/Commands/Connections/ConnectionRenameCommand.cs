using System.CommandLine;
using Spectre.Console;
using Syncline.Workspace.Connections;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection rename NAME NEW</c>: another name; secrets and sign-in stay.</summary>
internal static class ConnectionRenameCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    private static readonly Argument<string> NewName = new("new-name") { Description = "Its new name." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("rename", "Gives a connection another name; its secrets and its sign-in stay.") { Name, NewName };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (name, newName) = (context.Arguments.GetRequiredValue(Name), context.Arguments.GetRequiredValue(NewName));
        var workspace = context.OpenWorkspace();
        await new ConnectionEditing(workspace).RenameAsync(name, newName, cancellationToken);
        var users = await new ConnectionUses(workspace).FindAsync(name, Environment.CurrentDirectory, cancellationToken);
        context.Output.Result(
            new { renamed = name, name = newName, projects = users },
            console =>
            {
                console.MarkupLine($"The connection [bold]{Markup.Escape(name)}[/] is now [bold]{Markup.Escape(newName)}[/].");
                ConnectionUsers.Print(console, users, $"These project files still say {name}; change it there:");
            });
        return ExitCode.Success;
    }
}
