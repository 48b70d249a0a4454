using System.Net;
using System.Text.RegularExpressions;
using Syncline.Core.SignIn;

namespace Syncline.Cli.Demo;

/// <summary>
/// The demo's stand-in for a browser with a person before it: it opens the sign-in page, picks an account, accepts the permissions and
/// follows every redirect, as RFC 6749 section 4.1 expects of the user agent. It can only follow the sandbox's pages.
/// </summary>
/// <param name="userName">Account to pick.</param>
/// <param name="narrate">Told what it does, one sentence at a time.</param>
internal sealed partial class BuiltInBrowser(string userName, Action<string> narrate) : ISignInPrompt, IDisposable
{
    private const int MostSteps = 20;

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false });
    private Task browsing = Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        narrate($"The browser opens {signInPage.GetLeftPart(UriPartial.Path)}");
        browsing = BrowseAsync(signInPage, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <summary>Completes when the last page was followed; throws what went wrong on the way.</summary>
    public Task FinishedAsync() => browsing;

    /// <inheritdoc/>
    public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken)
    {
        // Nobody pastes anything here. But a walk that failed has to end the wait for the code, and this is where it can.
        await browsing.WaitAsync(cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return string.Empty;
    }

    /// <inheritdoc/>
    public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The demo signs in by authorization code.");

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task BrowseAsync(Uri address, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var answer = await client.GetAsync(address, cancellationToken);
        for (var step = 0; step < MostSteps; step++)
        {
            if (answer.StatusCode is >= HttpStatusCode.Redirect and < HttpStatusCode.BadRequest && answer.Headers.Location is { } location)
            {
                address = new Uri(address, location);
                answer = await client.GetAsync(address, cancellationToken);
                continue;
            }

            var page = await answer.Content.ReadAsStringAsync(cancellationToken);
            var pressed = PageName().Match(page).Groups["name"].Value switch
            {
                "account" => ("user", userName, $"Picks the account {userName}"),
                "consent" => ("consent", "accept", "Accepts: Access Dynamics 365 as organization users (user_impersonation)"),
                _ => default((string Name, string Value, string Story)?),
            };
            if (pressed is not { } button)
            {
                return;
            }

            narrate(button.Story);
            var fields = HiddenField().Matches(page).ToDictionary(field => field.Groups["name"].Value, field => field.Groups["value"].Value, StringComparer.Ordinal);
            fields[button.Name] = button.Value;
            address = new Uri(address, WebUtility.HtmlDecode(FormAction().Match(page).Groups["action"].Value));
            answer = await client.PostAsync(address, new FormUrlEncodedContent(fields), cancellationToken);
        }

        throw new InvalidOperationException($"The sign-in did not end after {MostSteps} pages.");
    }

    [GeneratedRegex("""<body data-page="(?<name>[a-z_-]+)">""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PageName();

    [GeneratedRegex("""<form [^>]*action="(?<action>[^"]*)">""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FormAction();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HiddenField();
}
