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
        Help = "A PEM file with certificate authorities to trust for this connection beyond those of the system, such as a company's own. "
            + "Certificates are still checked in full: host name, dates and chain.",
        Example = "company-ca.pem",
    };

    /// <summary>All of them, in the order a form shows them.</summary>
    public static IReadOnlyList<ConnectorOption> All { get; } = [ReadOnly, ExtraRootCertificate];

    /// <summary>Finds one by name; null when there is none.</summary>
    public static ConnectorOption? Find(string name) => All.FirstOrDefault(option => option.Name == name);
}
