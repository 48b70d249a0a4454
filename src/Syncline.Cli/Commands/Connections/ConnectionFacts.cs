using Syncline.Core.Connectors;
using Syncline.Workspace.Values;

namespace Syncline.Cli.Commands.Connections;

/// <summary>What is known of a system, as label and value.</summary>
internal static class ConnectionFacts
{
    /// <summary>Id, version, and the connector's own facts.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(ConnectionIdentity identity)
    {
        if (identity.SystemId is { } id)
        {
            yield return new(identity.SystemIdLabel, id);
        }

        if (identity.Version is { } version)
        {
            yield return new("Version", version);
        }

        if (identity.SignIn is { } span)
        {
            yield return new("Sign-in", SignInText.Of(span, TimeProvider.System));
        }

        foreach (var fact in identity.Facts.Where(fact => fact.Value != identity.SystemId && fact.Value != identity.Version))
        {
            yield return fact;
        }
    }
}
