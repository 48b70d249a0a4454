using System.ComponentModel;
using System.Diagnostics;
using Spectre.Console;
using Syncline.Core.SignIn;

namespace Syncline.Cli.Terminal;

/// <summary>Sign-in from a terminal: opens the system's browser, or prints the address; takes a pasted address where a person can type.</summary>
internal sealed class TerminalSignInPrompt(Output output, TerminalStreams streams, bool opensBrowser) : ISignInPrompt
{
    private Task<string?>? reading;

    /// <inheritdoc/>
    public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        if (output.IsJson)
        {
            output.JsonLine(new { open = signInPage.AbsoluteUri });
        }

        if (opensBrowser && TryOpenBrowser(signInPage))
        {
            output.Say("Your browser opens the sign-in page. [bold]Waiting for OAuth Authorization Code[/] (Ctrl+C cancels).");
            output.Say($"[grey]If it does not open, go to: {Markup.Escape(signInPage.AbsoluteUri)}[/]");
            return ValueTask.CompletedTask;
        }

        if (!output.IsJson)
        {
            output.Messages.WriteLine("Open this address in a browser on this machine and sign in:");
            output.Messages.WriteLine();
            output.Messages.WriteLine(signInPage.AbsoluteUri);
            output.Messages.WriteLine();
            if (streams.InIsTerminal)
            {
                output.Messages.WriteLine("If the browser is on another machine: sign in there, copy the address it ends at (it starts with");
                output.Messages.WriteLine($"{redirectUri.GetLeftPart(UriPartial.Path)} and shows an error page), and paste it here.");
            }
        }

        output.Say("[bold]Waiting for OAuth Authorization Code[/] (Ctrl+C cancels).");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken)
    {
        while (streams.InIsTerminal)
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

    private static bool TryOpenBrowser(Uri page)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                using var started = Process.Start(new ProcessStartInfo(page.AbsoluteUri) { UseShellExecute = true });
                return true;
            }

            // The address goes as one argument to a fixed program; no shell reads it.
            var opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
            var start = new ProcessStartInfo(opener) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add(page.AbsoluteUri);
            using var process = Process.Start(start);
            return process is not null;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }
}
