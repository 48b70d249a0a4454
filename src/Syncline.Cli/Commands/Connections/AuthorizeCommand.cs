using System.CommandLine;
using Spectre.Console;
using Syncline.Cli.Terminal;
using Syncline.OAuth.RemoteSignIn;

namespace Syncline.Cli.Commands.Connections;

/// <summary>
/// <c>syncline authorize REQUEST</c>: the half of a sign-in that needs a browser, for a <c>connection authorize --no-browser</c> that waits on another
/// machine. Needs no library and keeps nothing.
/// </summary>
internal static class AuthorizeCommand
{
    private static readonly Argument<string?> Request = new("request")
    {
        Description = "What connection authorize --no-browser printed on the other machine; - or nothing reads it from standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> NoBrowser = new("--no-browser") { Description = "Print the sign-in address instead of opening a browser on this machine." };

    /// <summary>Makes the command.</summary>
    public static Command Make(CommandRunner runner)
    {
        var command = new Command("authorize", "Signs in here, in the browser, for a connection on a machine without one.") { Request, NoBrowser };
        runner.Set(command, RunAsync);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var machine = new AnotherMachine(TimeProvider.System);
        var request = machine.Read(await TextAsync(context, cancellationToken));
        context.Output.Say($"Sign-in to [bold]{Markup.Escape(request.System)}[/] for the connection [bold]{Markup.Escape(request.Connection)}[/] on another machine.");
        context.Output.Say($"  [grey]Sign-in page:[/] {Markup.Escape(request.SignInHost)}");
        context.Output.Say($"  [grey]App:[/] {Markup.Escape(request.ClientId)}");
        context.Output.Say($"  [grey]Asks for:[/] {Markup.Escape(request.Scope ?? "what the app is registered for")}");
        context.Output.Say("[yellow]Go on only if you started this sign-in yourself:[/] the machine that gets the result will act in your name.");

        var prompt = new TerminalSignInPrompt(context.Output, context.Streams, opensBrowser: !context.Arguments.GetValue(NoBrowser));
        var result = await machine.AuthorizeAsync(request, prompt, cancellationToken);
        context.Output.Say(result.IsRefusal
            ? "[yellow]The sign-in page said no.[/] Paste this line where the sign-in waits; it says why there:"
            : "[green]Done here.[/] Paste this line where the sign-in waits:");
        if (context.Output.IsJson)
        {
            context.Output.JsonLine(new { answer = result.Line, refused = result.IsRefusal });
        }
        else
        {
            await context.Streams.Out.WriteLineAsync(result.Line.AsMemory(), cancellationToken);
        }

        return result.IsRefusal ? ExitCode.SignInNeeded : ExitCode.Success;
    }

    private static async Task<string> TextAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.GetValue(Request) is { } given and not "-")
        {
            return given;
        }

        if (context.Streams.InIsTerminal)
        {
            context.Output.Say("Paste the request that the other machine shows:");
        }

        return await context.Streams.In.ReadLineAsync(cancellationToken)
            ?? throw new UsageException("No request was given.", "Run syncline connection authorize NAME --no-browser on the other machine, and give what it prints.");
    }
}
