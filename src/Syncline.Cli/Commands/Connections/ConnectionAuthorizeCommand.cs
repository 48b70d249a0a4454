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

    private static readonly Option<int?> Timeout = new("--timeout")
    {
        Description = "How long to wait for the person, 1 to 60 minutes. Default: 5, and 15 with --no-browser. A device code may end sooner.",
        HelpName = "MINUTES",
    };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("authorize", "Signs in, in the browser, and keeps the connection signed in.") { Name, NoBrowser, Timeout };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var workspace = context.OpenWorkspace();
        var noBrowser = context.Arguments.GetValue(NoBrowser);
        var prompt = new TerminalSignInPrompt(context.Output, context.Streams, opensBrowser: !noBrowser, TimeAllowed(context.Arguments.GetValue(Timeout), noBrowser));
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

    // Walking over to another machine, and typing there what this one shows, takes longer than a browser at hand.
    private static TimeSpan TimeAllowed(int? minutes, bool noBrowser) => minutes switch
    {
        null => TimeSpan.FromMinutes(noBrowser ? 15 : 5),
        >= 1 and <= 60 => TimeSpan.FromMinutes(minutes.Value),
        _ => throw new UsageException($"--timeout {minutes} is not between 1 and 60 minutes.", "Give whole minutes, e.g. --timeout 30"),
    };

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
