using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Syncline.Sandbox;

namespace Syncline.OAuth.Tests.Sandbox;

/// <summary>A person at a browser: opens the sandbox's pages, chooses an account, accepts or declines, and goes where they lead.</summary>
internal sealed class SandboxPerson(SandboxServer sandbox) : IDisposable
{
    public const string Ada = "ada.winter@contoso.example";

    private readonly HttpClient browser = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() });

    /// <summary>The last page shown.</summary>
    public string Html { get; private set; } = string.Empty;

    public async Task SignInAsync(Uri page, string consent = "accept")
    {
        await GoAsync(await browser.GetAsync(page));
        await ChooseAsync(consent);
    }

    public async Task EnterDeviceCodeAsync(Uri page, string userCode, string consent = "accept")
    {
        await GoAsync(await browser.GetAsync(page));
        await PressAsync("otc", userCode);
        await ChooseAsync(consent);
    }

    /// <summary>Trouble on demand.</summary>
    public async Task OrderAsync(object order)
    {
        using var response = await browser.PostAsJsonAsync(new Uri($"{sandbox.Addresses.Site}/_sandbox/control"), order);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    public void Dispose() => browser.Dispose();

    private async Task ChooseAsync(string consent)
    {
        if (Html.Contains("data-page=\"account\"", StringComparison.Ordinal))
        {
            await PressAsync("user", Ada);
        }

        if (Html.Contains("data-page=\"consent\"", StringComparison.Ordinal))
        {
            await PressAsync("consent", consent);
        }
    }

    private async Task PressAsync(string name, string value)
    {
        var action = WebUtility.HtmlDecode(Regex.Match(Html, "<form [^>]*action=\"(?<to>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups["to"].Value);
        var hidden = Regex.Matches(Html, "<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(5))
            .Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)));
        using var form = new FormUrlEncodedContent([.. hidden, KeyValuePair.Create(name, value)]);
        await GoAsync(await browser.PostAsync(new Uri(new Uri(sandbox.Addresses.Site), action), form));
    }

    private async Task GoAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Html = await response.Content.ReadAsStringAsync();
        }
    }
}
