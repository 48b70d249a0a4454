using System.CommandLine;
using Spectre.Console;
using Syncline.Workspace.Connections;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection remove NAME</c>: forgets a connection, its secrets and its sign-in.</summary>
internal static class ConnectionRemoveCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Don't ask, also when project files name the connection." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("remove", "Forgets a connection, with its secrets and its sign-in.") { Name, Yes };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(Name);
        var workspace = context.OpenWorkspace();
        var users = await new ConnectionUses(workspace).FindAsync(name, Environment.CurrentDirectory, cancellationToken);
        if (users.Count > 0 && workspace.Library.Contains(name) && !IsMeant(context, name, users))
        {
            context.Output.Say("Nothing was removed.");
            return ExitCode.StoppedByGuard;
        }

        await workspace.Library.RemoveAsync(name, cancellationToken);
        context.Output.Result(
            new { removed = name, projects = users },
            console =>
            {
                console.MarkupLine($"Removed the connection [bold]{Markup.Escape(name)}[/] with its secrets and its sign-in.");
                ConnectionUsers.Print(console, users, "These project files name it and can't be run without it:");
            });
        return ExitCode.Success;
    }

    /// <summary>At a terminal a person is asked; a script has said what it wants.</summary>
    private static bool IsMeant(CommandContext context, string name, IReadOnlyList<string> users)
    {
        if (!context.Streams.InIsTerminal || context.Output.IsJson || context.Arguments.GetValue(Yes))
        {
            return true;
        }

        ConnectionUsers.Print(context.Output.Messages, users, $"These project files name {name}:");
        context.Output.Messages.Markup("Remove it all the same? (y/N) ");
        return context.Streams.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
