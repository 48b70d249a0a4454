using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.Core.Connectors;

namespace Syncline.Cli.Commands.Connections;

/// <summary><c>syncline connection authorize NAME</c>: signs a person in and keeps the connection signed in.</summary>
internal static class ConnectionAuthorizeCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the saved connection." };

    private static readonly Option<bool> NoBrowser = new("--no-browser") { Description = "For a machine without a browser: print the sign-in address, and take what is pasted from another machine." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("authorize", "Signs in, in the browser, and keeps the connection signed in.") { Name, NoBrowser };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        var prompt = new TerminalSignInPrompt(context.Output, context.Streams, opensBrowser: !context.Arguments.GetValue(NoBrowser));
        var identity = await workspace.SignInAsync(context.Arguments.GetRequiredValue(Name), prompt, cancellationToken);
        if (context.Output.IsJson)
        {
            context.Output.JsonLine(new { signedInAs = identity.User, organization = identity.System, organizationId = identity.SystemId });
        }
        else
        {
            Print(context.Output.Text, identity);
        }

        return ExitCode.Success;
    }

    private static void Print(IAnsiConsole console, ConnectionIdentity identity)
    {
        console.MarkupLine(identity.User is { } user
            ? $"[green]Signed in[/] to [bold]{Markup.Escape(identity.System)}[/] as [bold]{Markup.Escape(user)}[/]."
            : $"[green]Signed in[/] to [bold]{Markup.Escape(identity.System)}[/].");
        foreach (var fact in ConnectionFacts.Of(identity))
        {
            console.MarkupLine($"  [grey]{Markup.Escape(fact.Key)}:[/] {Markup.Escape(fact.Value)}");
        }
    }
}
