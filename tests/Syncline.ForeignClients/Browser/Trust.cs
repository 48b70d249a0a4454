using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Syncline.ForeignClients.Browser;

/// <summary>Handlers that trust one authority, with the usual checks of name and time.</summary>
internal static class Trust
{
    public static SocketsHttpHandler Handler(X509Certificate2? authority, CookieContainer? cookies = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = cookies is not null,
        CookieContainer = cookies ?? new CookieContainer(),
        SslOptions = authority is null ? new SslClientAuthenticationOptions() : new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
