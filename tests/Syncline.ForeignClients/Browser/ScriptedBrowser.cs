using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Syncline.ForeignClients.Browser;

/// <summary>A browser as a script: keeps cookies, follows redirects wherever they lead on this machine, fills the first form of a page and sends it.</summary>
internal sealed partial class ScriptedBrowser : IDisposable
{
    private readonly HttpClient http;

    /// <param name="authority">The authority that the browser trusts; null when all is http.</param>
    public ScriptedBrowser(X509Certificate2? authority)
    {
        http = new HttpClient(Trust.Handler(authority, new CookieContainer()));
    }

    /// <summary>How often it tries again, twenty times a second, when nobody listens where an answer is to go.</summary>
    public int Patience { get; init; }

    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Where the last request went, whether or not anybody answered.</summary>
    public Uri? Wanted { get; private set; }

    public string Html { get; private set; } = string.Empty;

    /// <summary><c>data-page</c> of a page of the sandbox.</summary>
    public string Page => PageName.Match(Html) is { Success: true } match ? match.Value : string.Empty;

    public Task OpenAsync(Uri address) => GoAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Sends the form in view, with what is typed or pressed besides its hidden fields.</summary>
    public Task SubmitAsync(params (string Name, string Value)[] fields)
    {
        var action = FormAction.Match(Html);
        action.Success.ShouldBeTrue($"There is no form on {Address}:\n{Html}");
        List<KeyValuePair<string, string>> form =
        [
            .. HiddenField.Matches(Html).Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value))),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ];
        var to = new Uri(Address, WebUtility.HtmlDecode(action.Groups["to"].Value));
        return GoAsync(new HttpRequestMessage(HttpMethod.Post, to) { Content = new FormUrlEncodedContent(form) });
    }

    /// <summary>Signs in on the sandbox's pages, whichever of them come.</summary>
    public async Task SignInAsync(string userName)
    {
        for (var steps = 0; steps < 5; steps++)
        {
            switch (Page)
            {
                case "account":
                    await SubmitAsync(("user", userName));
                    break;
                case "consent":
                    await SubmitAsync(("consent", "accept"));
                    break;
                case "mfa":
                    await SubmitAsync(("mfa", "approve"));
                    break;
                case "form_post":
                    await SubmitAsync();
                    break;
                default:
                    return;
            }
        }
    }

    public void Dispose() => http.Dispose();

    private async Task GoAsync(HttpRequestMessage request)
    {
        var next = request;
        for (var hops = 0; hops < 12; hops++)
        {
            using (var current = next)
            {
                Wanted = current.RequestUri;
                using var response = await SendAsync(current);
                Address = current.RequestUri!;
                Html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (response.Headers.Location is not { } location)
                {
                    return;
                }

                next = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, location));
                next.RequestUri!.IsLoopback.ShouldBeTrue($"{Address} led off this machine, to {next.RequestUri}");
            }
        }

        throw new InvalidOperationException($"Redirected in circles at {Address}.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        // A script is faster than a person: the app may not listen yet when the answer comes.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var again = attempt == 0 ? null : new HttpRequestMessage(request.Method, request.RequestUri);
                return await http.SendAsync(again ?? request, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException error) when (attempt < Patience && error.HttpRequestError == HttpRequestError.ConnectionError && request.Method == HttpMethod.Get)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    [GeneratedRegex("(?<=<body data-page=\")[^\"]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageName { get; }

    [GeneratedRegex("<form [^>]*action=\"(?<to>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormAction { get; }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HiddenField { get; }
}
