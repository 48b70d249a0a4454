using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Syncline.Sandbox.Tests.SignIn;

/// <summary>learn.microsoft.com/entra/identity-platform/certificate-credentials.</summary>
public sealed class CertificateCredentialTests : SignInTest
{
    private Directory.SandboxApp App => Directory.CertificateClient;

    private X509Certificate2 Registered => Sandbox.Certificates.Client;

    [Theory]
    [InlineData("RS256", "x5t")]
    [InlineData("RS256", "x5t#S256")]
    [InlineData("PS256", "x5t#S256")]
    public async Task The_app_gets_a_token_for_a_signed_assertion(string algorithm, string thumbprint)
    {
        var (status, body, _) = await AskAsync(Assertion(algorithm: algorithm, thumbprint: thumbprint));
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        Jwt(body).GetPayloadValue<string>("appidacr").ShouldBe("2");
        Sandbox.AccessTokens.Read(Text(body, "access_token"), out _)!.AppId.ShouldBe(App.Id);
    }

    [Theory]
    [InlineData("/{0}/oauth2/v2.0/token")]
    [InlineData("/{0}/oauth2/token")]
    [InlineData("/{0}/v2.0")]
    [InlineData("/contoso.example/oauth2/v2.0/token")]
    public async Task The_audience_may_be_the_token_endpoint_under_any_name_or_the_issuer(string audience) =>
        (await AskAsync(Assertion(audience: Site + string.Format(null, audience, Directory.TenantId)))).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_code_is_redeemed_and_a_token_refreshed_with_an_assertion()
    {
        var code = await GetCodeAsync(App);
        (string, string?)[] credential = [("client_assertion", Assertion()), ("client_assertion_type", AssertionType)];
        var (status, body, _) = await RedeemAsync(App, code, credential);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        (await RefreshAsync(App, Text(body, "refresh_token"), credential)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_credential_or_with_a_secret_the_app_is_refused()
    {
        ShouldBeRefusal(await ClientCredentialsAsync(App), HttpStatusCode.Unauthorized, "invalid_client", 7000216);
        ShouldBeRefusal(await ClientCredentialsAsync(App, ("client_secret", "guess")), HttpStatusCode.Unauthorized, "invalid_client", 7000215);
        ShouldBeRefusal(await RedeemAsync(App, "0.SANDBOX-x"), HttpStatusCode.Unauthorized, "invalid_client", 7000218);
    }

    [Fact]
    public async Task An_assertion_for_a_public_app_is_refused() => ShouldBeRefusal(
        await ClientCredentialsAsync(Public, ("client_assertion", Assertion()), ("client_assertion_type", AssertionType)),
        HttpStatusCode.Unauthorized, "invalid_client", 700025);

    [Fact]
    public async Task A_certificate_that_is_not_registered_is_named_in_the_refusal()
    {
        using var key = RSA.Create(2048);
        using var other = new CertificateRequest("CN=other", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddDays(1));
        var answer = await AskAsync(Assertion(certificate: other, thumbprint: "x5t"));
        ShouldBeRefusal(answer, HttpStatusCode.Unauthorized, "invalid_client", 700027);
        Text(answer.Body, "error_description").ShouldContain($"Reason - The key was not found., Thumbprint of key used by client: '{other.Thumbprint}'");

        // The registered thumbprint over a foreign signature.
        answer = await AskAsync(Assertion(certificate: other, thumbprint: "x5t", header: ("x5t", Base64UrlEncoder.Encode(Registered.GetCertHash()))));
        ShouldBeRefusal(answer, HttpStatusCode.Unauthorized, "invalid_client", 700027);
        Text(answer.Body, "error_description").ShouldContain("use of the key to verify the signature failed");
    }

    [Theory]
    [InlineData("iss", 700021)]
    [InlineData("sub", 700021)]
    [InlineData("aud", 700023)]
    [InlineData("expired", 700024)]
    [InlineData("early", 700024)]
    [InlineData("no thumbprint", 50027)]
    [InlineData("not a token", 50027)]
    public async Task An_assertion_that_is_not_right_is_refused_with_its_number(string mistake, int code)
    {
        var now = Clock.GetUtcNow();
        var assertion = mistake switch
        {
            "iss" => Assertion(issuer: Confidential.Id.ToString()),
            "sub" => Assertion(subject: Confidential.Id.ToString()),
            "aud" => Assertion(audience: "https://login.microsoftonline.com/common/oauth2/v2.0/token"),
            "expired" => Assertion(from: now.AddMinutes(-30), to: now.AddMinutes(-20)),
            "early" => Assertion(from: now.AddMinutes(20), to: now.AddMinutes(30)),
            "no thumbprint" => Assertion(thumbprint: null),
            _ => "a.b",
        };
        ShouldBeRefusal(await AskAsync(assertion), HttpStatusCode.Unauthorized, "invalid_client", code);
    }

    [Fact]
    public async Task The_type_of_the_assertion_must_be_named()
    {
        ShouldBeRefusal(await ClientCredentialsAsync(App, ("client_assertion", Assertion())), HttpStatusCode.BadRequest, "invalid_request", 900144);
        ShouldBeRefusal(
            await ClientCredentialsAsync(App, ("client_assertion", Assertion()), ("client_assertion_type", "saml")), HttpStatusCode.BadRequest, "invalid_request", 900023);
    }

    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> AskAsync(string assertion) =>
        ClientCredentialsAsync(App, ("client_assertion", assertion), ("client_assertion_type", AssertionType));

    private string Assertion(
        string algorithm = "RS256",
        string? thumbprint = "x5t#S256",
        string? issuer = null,
        string? subject = null,
        string? audience = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        X509Certificate2? certificate = null,
        (string Name, string Value)? header = null)
    {
        var signer = certificate ?? Registered;
        var headers = new Dictionary<string, object>(StringComparer.Ordinal) { ["typ"] = "JWT", ["alg"] = algorithm };
        if (thumbprint is not null)
        {
            var hash = signer.GetCertHash(thumbprint == "x5t" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
            headers[thumbprint] = Base64UrlEncoder.Encode(hash);
        }

        if (header is { } given)
        {
            headers[given.Name] = given.Value;
        }

        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = issuer ?? App.Id.ToString(),
            ["sub"] = subject ?? App.Id.ToString(),
            ["aud"] = audience ?? Sandbox.Addresses.TokenUrl,
            ["nbf"] = (from ?? Clock.GetUtcNow()).ToUnixTimeSeconds(),
            ["exp"] = (to ?? Clock.GetUtcNow().AddMinutes(10)).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        };

        // By hand: the sandbox reads tokens with the library that would write them here.
        var text = $"{Base64UrlEncoder.Encode(JsonSerializer.Serialize(headers))}.{Base64UrlEncoder.Encode(JsonSerializer.Serialize(claims))}";
        using var key = signer.GetRSAPrivateKey()!;
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return $"{text}.{Base64UrlEncoder.Encode(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, padding))}";
    }
}
