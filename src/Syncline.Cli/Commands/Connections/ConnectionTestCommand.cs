using System.CommandLine;
using Spectre.Console;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection test NAME</c>: proves that a saved connection works.</summary>
internal static class ConnectionTestCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("test", "Tries a saved connection and says who is connected to what.") { Name };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.GetRequiredValue(Name);
        await using var connection = await context.OpenWorkspace().OpenAsync(name, cancellationToken);
        var identity = await connection.IdentifyAsync(cancellationToken);
        context.Output.Result(
            new { name, ok = true, system = identity.System, systemId = identity.SystemId, user = identity.User, version = identity.Version },
            console =>
            {
                console.MarkupLine($"[green]{Markup.Escape(name)} works:[/] {Markup.Escape(identity.System)}{(identity.User is { } user ? Markup.Escape($", as {user}") : string.Empty)}.");
                foreach (var fact in ConnectionFacts.Of(identity))
                {
                    console.MarkupLine($"  [grey]{Markup.Escape(fact.Key)}:[/] {Markup.Escape(fact.Value)}");
                }
            });
        return ExitCode.Success;
    }
}
