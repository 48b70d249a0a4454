using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Dataverse;

/// <summary>The options that say how a Dynamics 365 connection reads.</summary>
public static class DataverseReadOptions
{
    /// <summary>Whether large tables are read in several parts beside each other.</summary>
    public static ConnectorOption ParallelReads { get; } = new()
    {
        Name = "parallel-reads",
        Label = "Parallel reads",
        Help = "Reads tables of more than 150,000 rows in parts beside each other, cut by when rows were made (createdon). Turn it off where other users "
            + "need the site's whole strength.",
        Default = "on",
        Choices = [new("on", "On"), new("off", "Off")],
        IsAdvanced = true,
    };

    /// <summary>Whether lookups can be read and written by alternate keys.</summary>
    public static ConnectorOption LookupKeys { get; } = new()
    {
        Name = "lookup-keys",
        Label = "Lookups by key",
        Help = "Gives each lookup column further ones for the alternate keys of the tables that it points to, such as parentcustomerid.account.accountnumber. "
            + "They are read and written in place of the id; the site finds the row by its key.",
        Default = "off",
        Choices = [new("off", "Off"), new("on", "On")],
        IsAdvanced = true,
    };

    /// <summary>All of them, in the order that a form shows them.</summary>
    public static IReadOnlyList<ConnectorOption> All { get; } = [ParallelReads, LookupKeys];

    /// <summary>How large tables are cut; null when every table is read in one pass.</summary>
    internal static RangeLimits? Read(ConnectionSettings settings) => settings.Get(ParallelReads) == "off" ? null : new RangeLimits();
}
