using System.Net;
using System.Text.RegularExpressions;
using System.Web;
using Syncline.Core.SignIn;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>A person who signs in to the sandbox, as Ada Winter unless told otherwise, accepts the permissions, and lets the browser go back to the app.</summary>
internal sealed class SandboxPerson(Uri site, string userName = "ada.winter@contoso.example") : ISignInPrompt, IDisposable
{
    private readonly HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    public async ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        var page = await GoAsync(new HttpRequestMessage(HttpMethod.Get, signInPage), cancellationToken);
        page = await PressAsync(page, "user", userName, cancellationToken);
        await PressAsync(page, "consent", "accept", cancellationToken);
    }

    public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<string>();
        await using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
        {
            return await never.Task;
        }
    }

    public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose() => browser.Dispose();

    private Task<string> PressAsync(string page, string name, string value, CancellationToken cancellationToken)
    {
        var action = HttpUtility.HtmlDecode(Regex.Match(page, "<form [^>]*action=\"(?<action>[^\"]*)\"", RegexOptions.NonBacktracking).Groups["action"].Value);
        var hidden = Regex.Matches(page, "<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.NonBacktracking)
            .Select(match => KeyValuePair.Create(match.Groups["name"].Value, HttpUtility.HtmlDecode(match.Groups["value"].Value)));
        return GoAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(site, action)) { Content = new FormUrlEncodedContent([.. hidden, new(name, value)]) },
            cancellationToken);
    }

    private async Task<string> GoAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await browser.SendAsync(request, cancellationToken);
            var address = request.RequestUri!;
            request.Dispose();
            if (answer.Headers.Location is not { } location)
            {
                return await answer.Content.ReadAsStringAsync(cancellationToken);
            }

            request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, location));
        }
    }
}
