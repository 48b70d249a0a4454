using System.Security.Cryptography.X509Certificates;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Sandbox.Directory;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Every way to sign in that the sandbox knows, and what its refusals become.</summary>
public sealed class SignInWaysTests(SandboxSite sandbox) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("syncline-ways-");
    private readonly DataverseConnector connector = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Authority => new Uri(sandbox.Server.Addresses.AuthorizationUrl).GetLeftPart(UriPartial.Authority);

    private Guid Tenant => sandbox.Server.Options.Directory.TenantId;

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("{tenant}/oauth2/authorize", "{tenant}/oauth2/token")]
    [InlineData("adfs/oauth2/authorize", "adfs/oauth2/token")]
    public async Task A_person_signs_in_at_endpoints_that_take_a_resource_and_stays_signed_in(string authorize, string token)
    {
        var settings = sandbox.Settings(
            ("authorization-url", $"{Authority}/{Fill(authorize)}"), ("token-url", $"{Authority}/{Fill(token)}"));
        var services = sandbox.Services();
        using var person = new SandboxPerson(new Uri(sandbox.Server.Addresses.Site));

        var identity = await connector.SignInAsync(settings, services, person, Cancel);

        identity.User.ShouldBe("Ada Winter");
        await using var connection = await connector.ConnectAsync(settings, services, Cancel);
        (await connection.IdentifyAsync(Cancel)).SystemId.ShouldBe(identity.SystemId);
        (await services.State.ReadAsync("tokens", Cancel)).ShouldNotBeNull().ShouldContain("refreshToken");
    }

    [Theory]
    [InlineData("{tenant}/oauth2/token")]
    [InlineData("adfs/oauth2/token")]
    public async Task An_app_signs_in_with_its_secret_at_endpoints_that_take_a_resource(string token)
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        await using var connection = await connector.ConnectAsync(App(app, ("token-url", $"{Authority}/{Fill(token)}")), sandbox.Services(), Cancel);

        (await connection.IdentifyAsync(Cancel)).SystemId.ShouldBe(sandbox.SignedIn.SystemId);
    }

    [Theory]
    [InlineData("pfx", "{tenant}/oauth2/v2.0/token")]
    [InlineData("pem", "{tenant}/oauth2/v2.0/token")]
    [InlineData("pfx", "adfs/oauth2/token")]
    public async Task An_app_signs_in_with_its_certificate(string kind, string token)
    {
        await using var connection = await connector.ConnectAsync(WithCertificate(kind, ("token-url", $"{Authority}/{Fill(token)}")), sandbox.Services(), Cancel);

        (await connection.IdentifyAsync(Cancel)).SystemId.ShouldBe(sandbox.SignedIn.SystemId);
    }

    [Fact]
    public async Task A_person_signs_in_with_an_app_that_has_a_certificate()
    {
        var settings = WithCertificate("pfx", ("grant-type", "authorization_code"));
        using var person = new SandboxPerson(new Uri(sandbox.Server.Addresses.Site));

        (await connector.SignInAsync(settings, sandbox.Services(), person, Cancel)).User.ShouldBe("Ada Winter");
    }

    [Fact]
    public async Task A_certificate_that_is_not_the_apps_is_told()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        using var other = new CertificateRequest("CN=other", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));

        var error = await RefusedAsync(WithCertificate("pfx", other));

        (error.Id, error.Option).ShouldBe(("OA2016", "certificate"));
    }

    [Theory]
    [InlineData(Trouble.SecretExpired, "OA2012")]
    [InlineData(Trouble.NotAMember, "DV1202")]
    [InlineData(Trouble.NoRoles, "DV1204")]
    [InlineData(Trouble.DisabledOnSite, "DV1203")]
    public async Task What_is_wrong_with_an_app_is_told(Trouble trouble, string id)
    {
        var error = await RefusedAsync(App(sandbox.Server.Options.Directory.TroubledApps.Single(app => app.Trouble == trouble)));

        error.Id.ShouldBe(id);
        error.Advice.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(Trouble.NotAMember, "DV1202")]
    [InlineData(Trouble.NoRoles, "DV1204")]
    [InlineData(Trouble.DisabledOnSite, "DV1203")]
    public async Task A_person_whom_the_site_does_not_let_in_is_told_and_no_sign_in_is_kept(Trouble trouble, string id)
    {
        var user = sandbox.Server.Options.Directory.TroubledUsers.Single(user => user.Trouble == trouble);
        var services = sandbox.Services();
        using var person = new SandboxPerson(new Uri(sandbox.Server.Addresses.Site), user.UserName);

        var error = (await Should.ThrowAsync<SignInException>(async () => await connector.SignInAsync(sandbox.Settings(), services, person, Cancel))).Error;

        error.Id.ShouldBe(id);
        (await services.State.ReadAsync("tokens", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_secret_is_told_without_showing_it()
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        var error = await RefusedAsync(App(app with { Secret = "not-the-secret-value" }));

        (error.Id, error.Option).ShouldBe(("OA2011", "client-secret"));
        $"{error}".ShouldNotContain("not-the-secret-value");
    }

    [Fact]
    public async Task A_tenant_that_is_not_there_and_a_scope_of_another_site_are_told()
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;

        (await RefusedAsync(App(app, ("token-url", $"{Authority}/{Guid.Empty}/oauth2/v2.0/token")))).Id.ShouldBe("OA2005");
        (await RefusedAsync(App(app, ("scope", "https://fabrikam.crm4.dynamics.com/.default")))).Id.ShouldBe("OA2051");
    }

    private string Fill(string path) => path.Replace("{tenant}", Tenant.ToString(), StringComparison.Ordinal);

    private ConnectionSettings App(SandboxApp app, params (string Name, string Value)[] others) =>
        sandbox.Settings([("grant-type", "client_credentials"), ("client-id", app.Id.ToString()), .. others]) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        };

    private ConnectionSettings WithCertificate(string kind, params (string Name, string Value)[] others) =>
        WithCertificate(kind, sandbox.Server.Certificates.Client, others);

    private ConnectionSettings WithCertificate(string kind, X509Certificate2 certificate, params (string Name, string Value)[] others)
    {
        var path = Path.Combine(folder.FullName, "app." + kind);
        if (kind == "pfx")
        {
            File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, "sample"));
        }
        else
        {
            using var key = certificate.GetRSAPrivateKey()!;
            File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        }

        return sandbox.Settings(
        [
            ("authentication-method", "certificate"), ("grant-type", "client_credentials"), ("certificate", path),
            ("client-id", sandbox.Server.Options.Directory.CertificateClient.Id.ToString()), .. others,
        ]) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["certificate-password"] = new("sample") },
        };
    }

    private async Task<ErrorDetail> RefusedAsync(ConnectionSettings settings)
    {
        await using var connection = await connector.ConnectAsync(settings, sandbox.Services(), Cancel);
        return (await Should.ThrowAsync<SignInException>(async () => await connection.IdentifyAsync(Cancel))).Error;
    }
}
