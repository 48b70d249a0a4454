using Syncline.Sandbox;
using Syncline.Sandbox.Directory;

namespace Syncline.Cli.Commands.Sandboxes;

/// <summary>What <c>sandbox --json</c> prints once the sandbox answers. Scripts rely on the names; the secrets are sample data.</summary>
internal static class SandboxDescription
{
    /// <summary>The one line.</summary>
    public static object Of(SandboxServer sandbox)
    {
        var (addresses, directory, certificates) = (sandbox.Addresses, sandbox.Options.Directory, sandbox.Certificates);
        var facts = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["site"] = addresses.Site,
            ["webApi"] = addresses.WebApi,
            ["organizationService"] = addresses.OrganizationService,
            ["tenant"] = addresses.Tenant,
            ["authorizationUrl"] = addresses.AuthorizationUrl,
            ["tokenUrl"] = addresses.TokenUrl,
            ["publicClient"] = new { id = directory.PublicClient.Id },
            ["confidentialClient"] = new { id = directory.ConfidentialClient.Id, secret = directory.ConfidentialClient.Secret },
            ["certificateClient"] = new
            {
                id = directory.CertificateClient.Id,
                pem = certificates.ClientPemPath,
                pfx = certificates.ClientPfxPath,
                pfxPassword = certificates.ClientPfxPassword,
            },
            ["users"] = directory.Users.Select(user => new { name = user.Name, userName = user.UserName }),
            ["otherTenant"] = new { tenant = directory.OtherTenant.Id, users = directory.OtherTenant.Users.Select(user => new { name = user.Name, userName = user.UserName }) },
            ["trouble"] = new
            {
                users = directory.TroubledUsers.Select(user => new { name = user.Name, userName = user.UserName, meets = user.Trouble?.Describe() }),
                apps = directory.TroubledApps.Select(app => new { name = app.Name, id = app.Id, secret = app.Secret, meets = app.Trouble?.Describe() }),
            },
        };
        if (certificates.AuthorityPath is { } authority)
        {
            facts["certificate"] = authority;
        }

        return facts;
    }
}
