using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.AzureIdentity;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.Dataverse.Tests.SignIn;

public sealed class AuthenticationMethodTests
{
    private static readonly DataverseConnector Connector = new();

    [Theory]
    [InlineData("custom-oauth-application", "authorization_code", "grant-type client-id client-secret tenant authorization-url token-url redirect-url scope")]
    [InlineData("custom-oauth-application", "client_credentials", "grant-type client-id client-secret tenant token-url scope")]
    [InlineData("custom-oauth-application", "device_code", "grant-type client-id client-secret tenant token-url scope")]
    [InlineData("quick-start", "authorization_code", "grant-type tenant authorization-url token-url scope")]
    [InlineData("certificate", "authorization_code", "grant-type client-id certificate certificate-password certificate-thumbprint tenant authorization-url token-url redirect-url scope")]
    [InlineData("certificate", "client_credentials", "grant-type client-id certificate certificate-password certificate-thumbprint tenant token-url scope")]
    [InlineData("managed-identity", "authorization_code", "managed-identity-client-id")]
    [InlineData("azure-cli", "client_credentials", "tenant")]
    [InlineData("token-command", "authorization_code", "token-command")]
    public void A_form_shows_only_what_the_method_needs(string method, string grant, string options)
    {
        var settings = Settings(("authentication-method", method), ("grant-type", grant));

        string.Join(' ', Connector.Descriptor.Options
            .Where(option => option.VisibleWhen.Count > 0 && Connector.Descriptor.IsVisible(option, settings)).Select(option => option.Name)).ShouldBe(options);
    }

    [Theory]
    [InlineData("custom-oauth-application", "authorization_code", true)]
    [InlineData("custom-oauth-application", "client_credentials", false)]
    [InlineData("certificate", "client_credentials", false)]
    [InlineData("quick-start", "device_code", true)]
    [InlineData("managed-identity", "authorization_code", false)]
    [InlineData("azure-cli", "authorization_code", false)]
    [InlineData("token-command", "client_credentials", true)]
    public void Whether_a_person_has_to_sign_in_follows_from_method_and_grant(string method, string grant, bool needsPerson) =>
        Connector.NeedsPerson(Settings(("authentication-method", method), ("grant-type", grant))).ShouldBe(needsPerson);

    [Fact]
    public void Quick_start_uses_microsofts_sample_app_as_a_public_one()
    {
        var settings = Settings(("authentication-method", "quick-start"), ("tenant", "contoso.com"), ("client-id", "mine"), ("redirect-url", "http://localhost:99/x"));

        using var read = DataverseSettings.From(settings);

        (read.SignIn.OAuth!.ClientId, read.SignIn.OAuth.RedirectUrl, read.SignIn.OAuth.ClientSecret)
            .ShouldBe(("51f81489-12ee-4a9e-aaae-a2591f45987d", "http://localhost", null));
        Connector.Explain(settings).Single(fact => fact.Label == "Client ID").Value.ShouldContain("development only");
        Fail(Settings(("authentication-method", "quick-start"), ("tenant", "contoso.com"), ("grant-type", "client_credentials"))).Option.ShouldBe("grant-type");
    }

    [Fact]
    public void A_managed_identity_needs_the_url_only()
    {
        using var read = DataverseSettings.From(Settings(("authentication-method", "managed-identity"), ("managed-identity-client-id", "an-id")));

        read.SignIn.Azure.ShouldBe(new AzureIdentitySettings
        {
            ConnectionName = "crm",
            Kind = AzureIdentityKind.ManagedIdentity,
            Scope = "https://contoso.crm4.dynamics.com/.default",
            ClientId = "an-id",
        });
        Connector.NeedsDiscovery(Settings(("authentication-method", "managed-identity"))).ShouldBeFalse();
    }

    [Fact]
    public void The_azure_cli_may_be_told_the_tenant()
    {
        using var read = DataverseSettings.From(Settings(("authentication-method", "azure-cli"), ("tenant", "contoso.com")));

        (read.SignIn.Azure!.Kind, read.SignIn.Azure.Tenant, read.SignIn.Azure.ClientId).ShouldBe((AzureIdentityKind.AzureCli, "contoso.com", null));
    }

    [Fact]
    public void A_command_is_checked_before_it_is_saved()
    {
        using var read = DataverseSettings.From(Settings(("authentication-method", "token-command"), ("token-command", "az account 'x y'")));

        read.SignIn.Command!.CommandLine.ShouldBe("az account 'x y'");
        Fail(Settings(("authentication-method", "token-command"), ("token-command", "az 'x"))).Option.ShouldBe("token-command");
    }

    [Fact]
    public void A_certificate_is_loaded_from_its_file_relative_to_the_base_folder()
    {
        using var folder = new CertificateFolder();
        var settings = Settings(
            ("authentication-method", "certificate"), ("grant-type", "client_credentials"), ("client-id", "app"), ("tenant", "contoso.com"), ("certificate", "app.pfx"));

        using var read = DataverseSettings.From(settings, folder.Path);

        read.SignIn.OAuth!.ClientCertificate!.Thumbprint.ShouldBe(folder.Thumbprint);
        (read.SignIn.OAuth.GrantType, read.SignIn.OAuth.Scope).ShouldBe((GrantType.ClientCredentials, "https://contoso.crm4.dynamics.com/.default"));
    }

    [Theory]
    [InlineData("client_credentials", null, null, "DV1021", "certificate")]
    [InlineData("authorization_code", null, null, "DV1021", "certificate")]
    [InlineData("client_credentials", "a.pfx", "AB", "DV1022", "certificate-thumbprint")]
    [InlineData("client_credentials", "none.pfx", null, "OA1014", "certificate")]
    public void A_missing_or_doubtful_certificate_is_one_mistake(string grant, string? file, string? thumbprint, string id, string option)
    {
        var error = Fail(Settings(
            ("authentication-method", "certificate"), ("grant-type", grant), ("client-id", "app"), ("tenant", "contoso.com"), ("certificate", file ?? ""),
            ("certificate-thumbprint", thumbprint ?? "")));

        (error.Id, error.Option, error.Others.Count).ShouldBe((id, option, 0));
    }

    [Fact]
    public void A_client_secret_left_over_from_another_method_is_not_sent()
    {
        var settings = Settings(("authentication-method", "quick-start"), ("tenant", "contoso.com")) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new("old") },
        };

        using var read = DataverseSettings.From(settings);

        read.SignIn.OAuth!.ClientSecret.ShouldBeNull();
    }

    private static ErrorDetail Fail(ConnectionSettings settings) => Should.Throw<ConfigurationException>(() => DataverseSettings.From(settings)).Error;

    private static ConnectionSettings Settings(params (string Name, string Value)[] options) => new()
    {
        Name = "crm",
        Connector = "dynamics-365",
        Options = options.Append(("url", "contoso.crm4.dynamics.com")).ToDictionary(option => option.Item1, option => option.Item2, StringComparer.Ordinal),
    };

    private sealed class CertificateFolder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("syncline-method-");

        public CertificateFolder()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var made = new CertificateRequest("CN=app", key, HashAlgorithmName.SHA256)
                .CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
            File.WriteAllBytes(System.IO.Path.Combine(Path, "app.pfx"), made.Export(X509ContentType.Pfx));
            Thumbprint = made.Thumbprint;
        }

        public string Path => folder.FullName;

        public string Thumbprint { get; }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
