using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.Tests.Settings;

public sealed class OAuthClientSettingsTests
{
    private static readonly OAuthClientSettings Good = new()
    {
        ConnectionName = "contoso",
        AuthorizationUrl = "https://login.example/tenant/oauth2/v2.0/authorize",
        TokenUrl = "https://login.example/tenant/oauth2/v2.0/token",
        ClientId = "app-1",
        Scope = "https://contoso.example/user_impersonation offline_access",
    };

    [Fact]
    public void Good_settings_pass() => Should.NotThrow(Good.Validate);

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST:8400/callback")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:8400/a/b")]
    [InlineData("http://[::1]:8400/")]
    public void Loopback_redirects_pass(string redirect) => Should.NotThrow((Good with { RedirectUrl = redirect }).Validate);

    [Theory]
    [InlineData("https://contoso.example/callback", "OA1005", "does not lead to this machine")]
    [InlineData("http://localhost.evil.example/", "OA1005", "does not lead to this machine")]
    [InlineData("http://192.168.1.10:8400", "OA1005", "does not lead to this machine")]
    [InlineData("http://0.0.0.0:8400", "OA1005", "does not lead to this machine")]
    [InlineData("app://58145b91/", "OA1005", "does not lead to this machine")]
    [InlineData("https://localhost:8400/", "OA1005", "is not http")]
    [InlineData("http://user@localhost/", "OA1005", "user name")]
    [InlineData("http://localhost/?a=b", "OA1005", "query")]
    [InlineData("http://localhost/#a", "OA1005", "fragment")]
    [InlineData("http://127.1/", "OA1005", "is not written as")]
    [InlineData("http://localhost:0/", "OA1005", "is not written as")]
    [InlineData("http://localhost:/", "OA1005", "is not written as")]
    [InlineData("localhost", "OA1005", "is not a web address")]
    [InlineData(" ", "OA1001", "is missing")]
    public void Other_redirects_are_refused(string redirect, string id, string words)
    {
        var error = Mistake(Good with { RedirectUrl = redirect });
        error.Id.ShouldBe(id);
        error.Option.ShouldBe("redirect-url");
        error.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData(null, "OA1001")]
    [InlineData("  ", "OA1001")]
    [InlineData("login.example/token", "OA1002")]
    [InlineData("ftp://login.example/token", "OA1002")]
    [InlineData("http://login.example/token", "OA1003")]
    [InlineData("http://localhost.evil.example/token", "OA1003")]
    [InlineData("https://me:password1@login.example/token", "OA1004")]
    [InlineData("https://login.example/token#x", "OA1004")]
    public void Endpoints_must_be_whole_https_addresses(string? url, string id)
    {
        var token = Mistake(Good with { TokenUrl = url });
        (token.Id, token.Option).ShouldBe((id, "token-url"));
        token.Message.ShouldNotContain("password1");
        var authorization = Mistake(Good with { AuthorizationUrl = url });
        (authorization.Id, authorization.Option).ShouldBe((id, "authorization-url"));
    }

    [Theory]
    [InlineData("http://localhost:5000/token")]
    [InlineData("http://127.0.0.1/token")]
    [InlineData("http://[::1]:5000/token")]
    public void Http_is_allowed_on_loopback(string url) => Should.NotThrow((Good with { TokenUrl = url, AuthorizationUrl = url }).Validate);

    [Fact]
    public void Each_mistake_names_its_option_and_all_come_at_once()
    {
        var error = Should.Throw<ConfigurationException>(new OAuthClientSettings { ConnectionName = "contoso", Scope = "a\"b", RedirectUrl = "x" }.Validate).Error;
        error.Phase.ShouldBe(ErrorPhase.Configuration);
        new[] { error }.Concat(error.Others).Select(mistake => mistake.Option)
            .ShouldBe(["authorization-url", "token-url", "redirect-url", "client-id", "scope"], ignoreOrder: true);
    }

    [Fact]
    public void Client_credentials_need_a_credential_and_no_redirect()
    {
        var app = Good with { GrantType = GrantType.ClientCredentials, AuthorizationUrl = null, RedirectUrl = "nonsense" };
        Mistake(app).Id.ShouldBe("OA1007");
        Should.NotThrow((app with { ClientSecret = new Secret("s") }).Validate);
    }

    [Fact]
    public void A_secret_beside_a_certificate_and_a_certificate_without_its_key_are_refused()
    {
        using var rsa = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var whole = new CertificateRequest("CN=app", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now, now.AddDays(1));
        using var half = X509CertificateLoader.LoadCertificate(whole.RawData);
        Should.NotThrow((Good with { ClientCertificate = whole }).Validate);
        Mistake(Good with { ClientCertificate = whole, ClientSecret = new Secret("s") }).Id.ShouldBe("OA1008");
        Mistake(Good with { ClientCertificate = half }).Id.ShouldBe("OA1009");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3601)]
    public void The_time_allowed_has_bounds(int seconds) => Mistake(Good with { TimeAllowed = TimeSpan.FromSeconds(seconds) }).Id.ShouldBe("OA1010");

    [Fact]
    public void Grant_types_have_the_names_of_the_standards()
    {
        GrantTypes.Parse("authorization_code").ShouldBe(GrantType.AuthorizationCode);
        GrantTypes.Parse("client_credentials").ShouldBe(GrantType.ClientCredentials);
        GrantTypes.Parse("device_code").ShouldBe(GrantType.DeviceCode);
        var error = Should.Throw<ConfigurationException>(() => GrantTypes.Parse("password")).Error;
        (error.Id, error.Option).ShouldBe(("OA1012", "grant-type"));
    }

    [Theory]
    [InlineData("https://login.example/t/oauth2/v2.0/token", "https://login.example/t/oauth2/v2.0/devicecode")]
    [InlineData("https://login.example/adfs/oauth2/token/", "https://login.example/adfs/oauth2/devicecode")]
    [InlineData("https://login.example/token?p=1", "https://login.example/devicecode?p=1")]
    public void The_device_endpoint_lies_beside_the_token_endpoint(string token, string device) =>
        OAuthClient.Of(Good with { GrantType = GrantType.DeviceCode, TokenUrl = token }).DeviceAuthorizationEndpoint!.AbsoluteUri.ShouldBe(device);

    [Fact]
    public void Settings_do_not_show_their_secret() => (Good with { ClientSecret = new Secret("the-secret") }).ToString().ShouldNotContain("the-secret");

    private static ErrorDetail Mistake(OAuthClientSettings settings)
    {
        var error = Should.Throw<ConfigurationException>(settings.Validate).Error;
        error.Others.ShouldBeEmpty();
        return error;
    }
}
