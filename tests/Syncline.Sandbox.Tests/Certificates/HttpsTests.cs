using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Syncline.Sandbox.Tests.Certificates;

public sealed class HttpsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task A_client_that_trusts_the_development_authority_comes_over_https(string host)
    {
        Assert.SkipWhen(host == "[::1]" && !System.Net.Sockets.Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Https = true }, Cancel);
        var site = new Uri(sandbox.Addresses.Site);
        site.Scheme.ShouldBe("https");
        using var http = ClientThatTrusts(sandbox.Certificates.Authority!);
        var text = await http.GetStringAsync($"https://{host}:{site.Port}/common/v2.0/.well-known/openid-configuration", Cancel);
        text.ShouldContain($"\"token_endpoint\":\"{sandbox.Addresses.Site}/common/oauth2/v2.0/token\"");
    }

    [Fact]
    public async Task A_client_that_does_not_trust_it_is_kept_out()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Https = true }, Cancel);
        using var http = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(sandbox.Addresses.Site, Cancel));
    }

    [Fact]
    public async Task The_challenge_of_the_site_and_every_address_say_https()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Https = true }, Cancel);
        using var http = ClientThatTrusts(sandbox.Certificates.Authority!);
        using var response = await http.GetAsync(sandbox.Addresses.WebApi, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe(
            $"Bearer authorization_uri={sandbox.Addresses.Site}/{sandbox.Addresses.Tenant}/oauth2/authorize, resource_id={sandbox.Addresses.Site}/");
    }

    [Fact]
    public async Task Over_http_there_is_no_authority()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancel);
        sandbox.Certificates.Authority.ShouldBeNull();
        sandbox.Certificates.AuthorityPath.ShouldBeNull();
        sandbox.Certificates.ClientPemPath.ShouldBeNull();
    }

    /// <summary>A client whose only root is the given one, with the usual checks of name, time and constraints.</summary>
    internal static HttpClient ClientThatTrusts(X509Certificate2 authority) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    });
}
