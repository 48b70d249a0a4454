using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;
using Syncline.OAuth.Tests.Fakes;

namespace Syncline.OAuth.Tests.TokenEndpoint;

public sealed class PrivateKeyJwtTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("https://login.example/tenant/oauth2/v2.0/token", "PS256")]
    [InlineData("https://sts.example/adfs/oauth2/token", "RS256")]
    public void It_is_signed_by_the_certificate_that_it_names(string endpoint, string algorithm)
    {
        using var rsa = RSA.Create(2048);
        using var certificate = Certificate(rsa);
        var parts = PrivateKeyJwt.Create(certificate, "app-1", new Uri(endpoint), Now).Split('.');

        var header = Json(parts[0]);
        header.GetProperty("alg").GetString().ShouldBe(algorithm);
        header.GetProperty("x5t#S256").GetString().ShouldBe(Base64Url.EncodeToString(SHA256.HashData(certificate.RawData)));
        header.GetProperty("x5c")[0].GetString().ShouldBe(Convert.ToBase64String(certificate.RawData));
        var claims = Json(parts[1]);
        claims.GetProperty("aud").GetString().ShouldBe(endpoint);
        claims.GetProperty("iss").GetString().ShouldBe("app-1");
        claims.GetProperty("sub").GetString().ShouldBe("app-1");
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("nbf").GetInt64()).ShouldBe(300);
        claims.GetProperty("nbf").GetInt64().ShouldBe(Now.ToUnixTimeSeconds());
        rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256,
            algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1).ShouldBeTrue();
    }

    [Fact]
    public void Each_has_an_id_of_its_own()
    {
        using var rsa = RSA.Create(2048);
        using var certificate = Certificate(rsa);
        string Id() => Json(PrivateKeyJwt.Create(certificate, "app-1", new Uri("https://login.example/token"), Now).Split('.')[1]).GetProperty("jti").GetString()!;
        Id().ShouldNotBe(Id());
    }

    [Fact]
    public async Task It_is_sent_in_place_of_a_secret()
    {
        await using var server = await FakeAuthorizationServer.StartAsync();
        using var http = new SocketsHttpHandler();
        using var rsa = RSA.Create(2048);
        using var certificate = Certificate(rsa);
        var client = OAuthClient.Of(new OAuthClientSettings
        {
            ConnectionName = "contoso",
            GrantType = GrantType.ClientCredentials,
            TokenUrl = server.TokenUrl,
            ClientId = "app-1",
            ClientCertificate = certificate,
            Scope = "demo",
        });
        await new TokenEndpointClient(client, http, TimeProvider.System).ClientCredentialsAsync(null, TestContext.Current.CancellationToken);
        var sent = server.TokenRequests.ShouldHaveSingleItem();
        sent["client_assertion_type"].ShouldBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        Json(sent["client_assertion"].Split('.')[1]).GetProperty("aud").GetString().ShouldBe(server.TokenUrl);
        sent["client_id"].ShouldBe("app-1");
        sent.ShouldNotContainKey("client_secret");
    }

    private static X509Certificate2 Certificate(RSA rsa) =>
        new CertificateRequest("CN=app", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Now, Now.AddYears(1));

    private static JsonElement Json(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}
