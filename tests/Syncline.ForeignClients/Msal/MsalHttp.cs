using Microsoft.Identity.Client;

namespace Syncline.ForeignClients.Msal;

/// <summary>Hands MSAL the client that trusts the sandbox.</summary>
internal sealed class MsalHttp(HttpClient http) : IMsalHttpClientFactory
{
    public HttpClient GetHttpClient() => http;
}
