using System.ComponentModel;
using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenCommands;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Grants;

/// <summary>
/// Tokens that a command prints. A connection can come from somebody else (an import), so the command runs only after a person on this
/// machine asked for it by signing in; the saved sign-in is what remembers that, and it fits this command line only.
/// </summary>
internal sealed class CommandGrant : ITokenGrant
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<string> words;
    private readonly TokenCommandSettings settings;
    private readonly TimeProvider timeProvider;

    public CommandGrant(TokenCommandSettings settings, TimeProvider timeProvider)
    {
        words = CommandWords.Parse(settings.CommandLine);
        this.settings = settings;
        this.timeProvider = timeProvider;
        Fingerprint = StoredTokens.FingerprintOf(["command", settings.Resource, .. words]);
    }

    public string ConnectionName => settings.ConnectionName;

    public string Fingerprint { get; }

    public bool NeedsPerson => true;

    public bool SpendsRefreshTokens => false;

    public Task<TokenSet> SignInAsync(ISignInPrompt prompt, string? claims, string? loginHint, CancellationToken cancellationToken) =>
        RunAsync(cancellationToken);

    public Task<TokenSet> RenewAsync(TokenSet? latest, string? claims, CancellationToken cancellationToken) => RunAsync(cancellationToken);

    public ErrorDetail NotSignedIn() => Error(OAuthErrorId.CommandNotAllowed,
        $"Nobody has allowed the token command of connection {ConnectionName} to run on this machine yet.",
        $"Look at it with: syncline connection show {ConnectionName}, and allow it with: syncline connection authorize {ConnectionName}.");

    private async Task<TokenSet> RunAsync(CancellationToken cancellationToken)
    {
        var run = await StartAsync(cancellationToken);
        if (run.ExitCode != 0)
        {
            throw new SignInException(Error(
                OAuthErrorId.CommandFailed,
                string.Create(CultureInfo.InvariantCulture, $"The token command '{words[0]}' of connection {ConnectionName} failed with exit code {run.ExitCode}."),
                "Its own message says why. Run the command in a terminal to try it.") with
            { ServerText = ForeignText.Clean(run.Messages, []) });
        }

        var (tokens, reason) = CommandOutput.Read(run.Output, timeProvider.GetUtcNow());
        return tokens ?? throw new SignInException(Error(
            OAuthErrorId.CommandGaveNoToken,
            $"The token command '{words[0]}' of connection {ConnectionName} {reason}.",
            "It should print an access token and nothing else, or JSON with accessToken and expires_on. What it printed is not shown, for it can hold a token.") with
        { ServerText = ForeignText.Clean(run.Messages, []) });
    }

    private async Task<CommandRun> StartAsync(CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(MaxTime, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            return await CommandRun.StartAsync(words, settings.Folder, limit.Token);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            throw new SignInException(Error(
                OAuthErrorId.CommandNotStarted, $"The token command '{words[0]}' of connection {ConnectionName} can't be started: {exception.Message}",
                "Give the program's full path, or put it on the PATH; on Windows with its ending (az.cmd). No shell reads the command line."), exception);
        }
        catch (InvalidDataException exception)
        {
            throw new SignInException(Error(
                OAuthErrorId.CommandGaveNoToken, $"The token command '{words[0]}' of connection {ConnectionName} printed more than a mebibyte, which is no token.",
                "It should print an access token and nothing else."), exception);
        }
        catch (OperationCanceledException exception) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SignInException(Error(
                OAuthErrorId.CommandTooSlow,
                string.Create(CultureInfo.InvariantCulture, $"The token command '{words[0]}' of connection {ConnectionName} did not end within {MaxTime.TotalSeconds:0} seconds and was ended."),
                "It must get along without questions: nobody answers them. Run the command in a terminal to try it."), exception);
        }
    }

    private static ErrorDetail Error(string id, string message, string advice) => new()
    {
        Id = id,
        Phase = ErrorPhase.SignIn,
        Message = message,
        Advice = advice,
        Recovery = Recovery.SignInAgain,
        Option = OptionName.TokenCommand,
    };
}
