using Syncline.Core.Connectors;

namespace Syncline.Cli.Commands.Connections;

/// <summary>What is known of a system, as label and value.</summary>
internal static class ConnectionFacts
{
    /// <summary>Id, version, and the connector's own facts.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(ConnectionIdentity identity)
    {
        if (identity.SystemId is { } id)
        {
            yield return new("Organisation id", id);
        }

        if (identity.Version is { } version)
        {
            yield return new("Version", version);
        }

        foreach (var fact in identity.Facts.Where(fact => fact.Value != identity.SystemId && fact.Value != identity.Version))
        {
            yield return fact;
        }
    }
}
