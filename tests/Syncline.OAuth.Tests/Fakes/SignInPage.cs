using System.Net.Http.Headers;
using Microsoft.AspNetCore.WebUtilities;

namespace Syncline.OAuth.Tests.Fakes;

/// <summary>The address of a sign-in page, and a browser that can be sent back from it.</summary>
internal sealed record SignInPage(Uri Page, Uri Redirect)
{
    public string this[string name] => QueryHelpers.ParseQuery(Page.Query).TryGetValue(name, out var value) ? value.ToString() : string.Empty;

    public string State => this["state"];

    public string Answer(params (string Name, string Value)[] parameters) =>
        QueryHelpers.AddQueryString(Redirect.OriginalString, parameters.Select(p => KeyValuePair.Create(p.Name, (string?)p.Value)));

    /// <summary>What the browser shows after it was sent back with these parameters.</summary>
    public Task<BrowserPage> ReturnAsync(params (string Name, string Value)[] parameters) => GetAsync(Answer(parameters));

    public static async Task<BrowserPage> GetAsync(string address)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        using var response = await browser.GetAsync(new Uri(address));
        return new BrowserPage((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public async Task<BrowserPage> PostAsync(params (string Name, string Value)[] parameters)
    {
        using var browser = new HttpClient();
        using var form = new FormUrlEncodedContent(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)));
        using var response = await browser.PostAsync(Redirect, form);
        return new BrowserPage((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }
}

internal sealed record BrowserPage(int Status, string Html, HttpResponseHeaders Headers);
