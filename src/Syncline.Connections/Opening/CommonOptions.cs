using Syncline.Core.Connectors;

namespace Syncline.Connections.Opening;

/// <summary>Options that every connection has, whatever its connector; this room acts on them, connectors never see them.</summary>
public static class CommonOptions
{
    /// <summary>Refuses every write through the connection.</summary>
    public static ConnectorOption ReadOnly { get; } = new()
    {
        Name = "read-only",
        Label = "Read-only",
        Help = "When on, nothing can be written through this connection, whatever a project says. Set it for production sites that are only a source.",
        Default = "false",
        Choices = [new OptionChoice("false", "No"), new OptionChoice("true", "Yes")],
    };

    /// <summary>Certificate authorities to trust for this connection beyond the system's.</summary>
    public static ConnectorOption ExtraRootCertificate { get; } = new()
    {
        Name = "extra-root-certificate",
        Label = "Extra root certificate",
        Help = "For connections over HTTP: a PEM file with certificate authorities to trust for this connection beyond those of the system, such as a company's own. "
            + "Certificates are still checked in full: host name, dates and chain.",
        Example = "company-ca.pem",
    };

    /// <summary>Saved connections of other users that write beside this one.</summary>
    public static ConnectorOption WriteAlsoWith { get; } = new()
    {
        Name = "write-also-with",
        Label = "Write also with",
        Help = "Names of other saved connections to the same site, each of another (application) user, separated by commas. A run spreads its writes over "
            + "all of them: limits that the server sets per user then count per connection.",
        Example = "contoso-app2, contoso-app3",
        IsAdvanced = true,
    };

    /// <summary>All of them, in the order a form shows them.</summary>
    public static IReadOnlyList<ConnectorOption> All { get; } = [ReadOnly, ExtraRootCertificate, WriteAlsoWith];

    /// <summary>Those that mean something to a connector.</summary>
    public static IEnumerable<ConnectorOption> Of(ConnectorDescriptor connector)
    {
        ArgumentNullException.ThrowIfNull(connector);
        return All.Where(option => connector.UsesHttp || option != ExtraRootCertificate);
    }

    /// <summary>Finds one by name; null when there is none.</summary>
    public static ConnectorOption? Find(string name) => All.FirstOrDefault(option => option.Name == name);
}
