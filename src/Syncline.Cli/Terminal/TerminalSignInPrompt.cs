using Spectre.Console;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;

namespace Syncline.Cli.Terminal;

/// <summary>
/// Sign-in from a terminal: opens the system's browser, or prints the address. What a person pastes is taken at a terminal, and without a
/// browser also from a pipe.
/// </summary>
internal sealed class TerminalSignInPrompt(Output output, TerminalStreams streams, bool opensBrowser, TimeSpan? timeAllowed = null) : ISignInPrompt
{
    private Task<string?>? reading;
    private string? onAnotherMachine;

    /// <inheritdoc/>
    public TimeSpan? TimeAllowed => timeAllowed;

    private string Waiting => timeAllowed is { } time
        ? $"[bold]Waiting for OAuth Authorization Code[/], {time.TotalMinutes:0} minute{(time.TotalMinutes > 1 ? "s" : string.Empty)} at most (Ctrl+C cancels)."
        : "[bold]Waiting for OAuth Authorization Code[/] (Ctrl+C cancels).";

    private bool TakesPasted => streams.InIsTerminal || !opensBrowser;

    /// <inheritdoc/>
    public ValueTask OfferAnotherMachineAsync(string request, CancellationToken cancellationToken)
    {
        onAnotherMachine = TakesPasted ? $"syncline authorize {request}" : null;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        if (output.IsJson)
        {
            output.JsonLine(new { open = signInPage.AbsoluteUri, onAnotherMachine });
        }

        if (opensBrowser && SystemBrowser.TryOpen(signInPage))
        {
            output.Say($"Your browser opens the sign-in page. {Waiting}");
            output.Say($"[grey]If it does not open, go to: {Markup.Escape(signInPage.AbsoluteUri)}[/]");
            return ValueTask.CompletedTask;
        }

        if (!output.IsJson)
        {
            PrintWays(signInPage, redirectUri);
        }

        output.Say(Waiting);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken)
    {
        while (TakesPasted)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line is null)
            {
                break;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                return line.Trim();
            }
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return string.Empty;
    }

    /// <inheritdoc/>
    public ValueTask RefusePastedAsync(ErrorDetail why, CancellationToken cancellationToken)
    {
        new ErrorReport(why).Print(output.Messages);
        output.Say("Still waiting.");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken)
    {
        if (output.IsJson)
        {
            output.JsonLine(new { open = verificationUri.AbsoluteUri, userCode, expiresInSeconds = (int)expiresIn.TotalSeconds });
        }
        else
        {
            output.Messages.MarkupLine($"Open [bold]{Markup.Escape(verificationUri.AbsoluteUri)}[/] in any browser and enter the code [bold]{Markup.Escape(userCode)}[/] (good for {expiresIn.TotalMinutes:0} minutes).");
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> AcceptOtherSystemAsync(Core.Errors.ErrorDetail change, CancellationToken cancellationToken)
    {
        if (!streams.InIsTerminal || output.IsJson)
        {
            return false;
        }

        output.Messages.WriteLine();
        output.Messages.WriteLine(change.Message);
        output.Messages.WriteLine("If it was replaced on purpose (restored, copied, moved), the connection can belong to the new organization from now on.");
        output.Messages.Write("Type yes to accept it: ");
        return await ReadLineAsync(cancellationToken) is { } line && line.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        // A read of the terminal can't be cancelled: one that was given up goes on, and the next question takes its line.
        reading ??= Task.Run(streams.In.ReadLine, CancellationToken.None);
        var line = await reading.WaitAsync(cancellationToken);
        reading = null;
        return line;
    }

    private void PrintWays(Uri signInPage, Uri redirectUri)
    {
        var console = output.Messages;
        console.WriteLine("Open this address in a browser on this machine and sign in:");
        PrintAlone(signInPage.AbsoluteUri);
        if (onAnotherMachine is null)
        {
            return;
        }

        console.WriteLine("Or, with the browser on another machine that has Syncline: run this there, and paste the line that it prints here:");
        PrintAlone(onAnotherMachine);
        console.WriteLine("Or, without Syncline there: open the address above there and sign in. The browser ends at a page that it can't show;");
        console.WriteLine($"copy the whole address of that page (it starts with {redirectUri.GetLeftPart(UriPartial.Path)}) and paste it here.");
        console.WriteLine();
    }

    // Written past the console's own line breaking: the terminal may wrap it, but what is copied is one line.
    private void PrintAlone(string text)
    {
        output.Messages.WriteLine();
        output.Messages.Profile.Out.Writer.WriteLine(text);
        output.Messages.WriteLine();
    }
}
