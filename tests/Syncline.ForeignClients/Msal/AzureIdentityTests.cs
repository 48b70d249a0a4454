using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Syncline.ForeignClients.Msal;

/// <summary>Azure.Identity, which many tools of the field sign in with.</summary>
public sealed class AzureIdentityTests(HttpsSandbox sandbox)
{
    private string Tenant => sandbox.Server.Addresses.Tenant.ToString();

    [Fact]
    public async Task An_app_signs_in_with_its_secret_or_its_certificate()
    {
        var secret = new ClientSecretCredential(
            Tenant, sandbox.Directory.ConfidentialClient.Id.ToString(), sandbox.Directory.ConfidentialClient.Secret, Options(new ClientSecretCredentialOptions()));
        var certificate = new ClientCertificateCredential(
            Tenant, sandbox.Directory.CertificateClient.Id.ToString(), sandbox.Certificates.ClientPemPath, Options(new ClientCertificateCredentialOptions()));
        foreach (var credential in new TokenCredential[] { secret, certificate })
        {
            var token = await credential.GetTokenAsync(new TokenRequestContext([$"{sandbox.Site}/.default"]), TestContext.Current.CancellationToken);
            await sandbox.ShouldOpenSiteAsync(token.Token);
        }
    }

    private TOptions Options<TOptions>(TOptions options)
        where TOptions : TokenCredentialOptions
    {
        options.AuthorityHost = new Uri(sandbox.Site);
        options.Transport = new HttpClientTransport(sandbox.Http);
        options.Retry.MaxRetries = 0;
        switch (options)
        {
            case ClientSecretCredentialOptions secret:
                secret.DisableInstanceDiscovery = true;
                break;
            case ClientCertificateCredentialOptions certificate:
                certificate.DisableInstanceDiscovery = true;
                break;
        }

        return options;
    }
}
