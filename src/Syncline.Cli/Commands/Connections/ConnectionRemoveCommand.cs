using System.CommandLine;
using Spectre.Console;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection remove NAME</c>: forgets a connection, its secrets and its sign-in.</summary>
internal static class ConnectionRemoveCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("remove", "Forgets a connection, with its secrets and its sign-in.") { Name };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(Name);
        await context.OpenWorkspace().Library.RemoveAsync(name, cancellationToken);
        context.Output.Result(
            new { removed = name },
            console => console.MarkupLine($"Removed the connection [bold]{Markup.Escape(name)}[/] with its secrets and its sign-in."));
        return ExitCode.Success;
    }
}
