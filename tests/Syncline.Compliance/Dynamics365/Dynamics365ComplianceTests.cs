using Syncline.Compliance.Suite;
using Syncline.Connectors.Dataverse;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Dynamics365;

/// <summary>The suite over one of a site's services.</summary>
public abstract class Dynamics365ComplianceTests(SandboxSite site, string transport) : WritingCompliance, IClassFixture<SandboxSite>
{
    protected override IConnector Connector { get; } = new DataverseConnector();

    protected override ConnectionSettings Settings => new()
    {
        Name = "contoso",
        Connector = "dynamics-365",
        Options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["url"] = site.Server.Addresses.Site,
            ["grant-type"] = "client_credentials",
            ["client-id"] = site.Server.Options.Directory.ConfidentialClient.Id.ToString(),
            ["token-url"] = site.Server.Addresses.TokenUrl,
            ["transport"] = transport,
        },
        Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(site.Server.Options.Directory.ConfidentialClient.Secret!) },
    };

    protected override string Table => "contact";

    protected override string KeyColumn => "contactid";

    protected override (string Option, string Value) WrongOption => ("url", "not an address");

    protected override WritableTable Target => new("account", "accountnumber", "name", "description", BadText: new string('x', 161));
}
