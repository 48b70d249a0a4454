using Syncline.Core.SignIn;

namespace Syncline.Bench.OAuth;

/// <summary>A person who has already signed in: the browser comes back at once.</summary>
internal sealed class OneClick : ISignInPrompt
{
    public async ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        var state = signInPage.Query.TrimStart('?').Split('&').Single(pair => pair.StartsWith("state=", StringComparison.Ordinal));
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri($"{redirectUri}?code=code&{state}"), cancellationToken);
    }

    public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return string.Empty;
    }

    public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
