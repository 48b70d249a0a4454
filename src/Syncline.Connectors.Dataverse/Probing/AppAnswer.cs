using System.Text.RegularExpressions;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>
/// What a sign-in server says to an authorization request that must not ask anybody (<c>prompt=none</c>, OpenID Connect Core section 3.1.2.1).
/// It checks the app and its redirect first: with both right it sends the browser back with <c>login_required</c>, for nobody is signed in
/// here; otherwise it shows a page with its reason.
/// </summary>
/// <param name="SentBack">The browser was sent to the redirect, so app and redirect belong together.</param>
/// <param name="Number">Entra's number of the reason; null when there is none.</param>
/// <param name="Text">The reason in the server's words; null when there is none.</param>
internal sealed partial record AppAnswer(bool SentBack, string? Number, string? Text)
{
    private const int MaxBytes = 1024 * 1024;

    // Fixed values: nothing secret is behind them, and no answer to this request is ever used.
    private const string State = "app-check";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    /// <summary>Asks.</summary>
    /// <param name="oauth">The client.</param>
    /// <param name="authorizationUrl">Authorization endpoint.</param>
    /// <param name="handler">HTTP stack.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ConnectionException">The server can't be reached.</exception>
    public static async ValueTask<AppAnswer> AskAsync(
        OAuthClientSettings oauth, Uri authorizationUrl, HttpMessageHandler handler, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = oauth.ClientId!,
            ["response_type"] = "code",
            ["redirect_uri"] = oauth.RedirectUrl,
            ["scope"] = oauth.Scope ?? "openid",
            ["state"] = State,
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
            ["prompt"] = "none",
        };
        var query = string.Join('&', parameters.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(authorizationUrl) { Query = query }.Uri);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.Headers.Location is { IsAbsoluteUri: true } location && location.IsLoopback && location.Query.Contains($"state={State}", StringComparison.Ordinal))
        {
            return new AppAnswer(SentBack: true, Find(Uri.UnescapeDataString(location.Query)), null);
        }

        using var body = await PageBuffer.ReadAsync(response.Content, MaxBytes, cancellationToken);
        var page = System.Net.WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(body.Written));
        return Reason().Match(page) is { Success: true } reason
            ? new AppAnswer(SentBack: false, reason.Groups["number"].Value, reason.Groups["words"].Success ? reason.Value.Trim() : null)
            : new AppAnswer(SentBack: false, null, null);
    }

    private static string? Find(string text) => Reason().Match(text) is { Success: true } reason ? reason.Groups["number"].Value : null;

    [GeneratedRegex("AADSTS(?<number>[0-9]{4,8})(?<words>:[^<\"\\\\\r\n]{1,400})?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reason();
}
