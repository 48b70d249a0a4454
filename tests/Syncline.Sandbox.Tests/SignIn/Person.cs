using System.Net;
using System.Text.RegularExpressions;
using System.Web;

namespace Syncline.Sandbox.Tests.SignIn;

/// <summary>A person at a browser without JavaScript: keeps cookies, follows redirects within the sandbox, presses buttons.</summary>
internal sealed class Person : IDisposable
{
    private readonly SandboxServer _sandbox;
    private readonly HttpClient _http;

    public Person(SandboxServer sandbox)
    {
        _sandbox = sandbox;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    }

    /// <summary>Where the last answer wanted to go, when it left the sandbox: the app's redirect URI with the answer.</summary>
    public Uri? LeftFor { get; private set; }

    public HttpStatusCode Status { get; private set; }

    public HttpResponseMessage? Response { get; private set; }

    public string Html { get; private set; } = "";

    /// <summary><c>data-page</c> of the page in view.</summary>
    public string Page => Find(Html, "<body data-page=\"([^\"]*)\"").Groups[1].Value;

    public Task OpenAsync(string url) => SendAsync(new HttpRequestMessage(HttpMethod.Get, url));

    public Task PostAsync(string url, IEnumerable<KeyValuePair<string, string>> fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) });

    /// <summary>Presses a button of the form in view.</summary>
    public Task PressAsync(string name, string value)
    {
        Html.ShouldContain($"name=\"{name}\" value=\"{value}\"", customMessage: $"no such button on the page '{Page}'");
        return PostAsync(_sandbox.Addresses.Site + FormAction(), [.. HiddenFields(), new(name, value)]);
    }

    public string FormAction() => HttpUtility.HtmlDecode(Find(Html, "<form [^>]*action=\"([^\"]*)\"").Groups[1].Value);

    public IReadOnlyList<KeyValuePair<string, string>> HiddenFields() =>
    [
        .. Regex.Matches(Html, "<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.NonBacktracking)
            .Select(match => KeyValuePair.Create(match.Groups["name"].Value, HttpUtility.HtmlDecode(match.Groups["value"].Value))),
    ];

    public string TextOf(string id) => HttpUtility.HtmlDecode(Find(Html, $"id=\"{id}\">([^<]*)<").Groups[1].Value);

    /// <summary>The parameters that the app got back, from query or fragment.</summary>
    public IReadOnlyDictionary<string, string> Answer()
    {
        LeftFor.ShouldNotBeNull($"still on the page '{Page}': {TextOf("code")} {TextOf("description")}");
        var pairs = HttpUtility.ParseQueryString(LeftFor.Fragment.Length > 1 ? LeftFor.Fragment[1..] : LeftFor.Query);
        return pairs.AllKeys.ToDictionary(key => key!, key => pairs[key]!, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        Response?.Dispose();
        _http.Dispose();
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        LeftFor = null;
        var site = new Uri(_sandbox.Addresses.Site);
        for (var hops = 0; hops < 10; hops++)
        {
            Response?.Dispose();
            using (request)
            {
                Response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            }

            Status = Response.StatusCode;
            Html = await Response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (Response.Headers.Location is not { } location)
            {
                return;
            }

            var target = new Uri(site, location);
            if (target.Authority != site.Authority)
            {
                LeftFor = target;
                return;
            }

            request = new HttpRequestMessage(HttpMethod.Get, target);
        }

        throw new InvalidOperationException("Redirected in circles.");
    }

    private static Match Find(string html, string pattern) => Regex.Match(html, pattern, RegexOptions.NonBacktracking);
}
