using Syncline.Core.Connectors;

namespace Syncline.Workspace.Connections;

/// <summary>What is to be changed of a saved connection; everything else stays.</summary>
public sealed record ConnectionChange
{
    /// <summary>Options to set, by name.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Secrets to set, by name.</summary>
    public IReadOnlyDictionary<string, Secret> Secrets { get; init; } = new Dictionary<string, Secret>(StringComparer.Ordinal);

    /// <summary>Options and secrets to take back to their defaults, by name.</summary>
    public IReadOnlyList<string> Unset { get; init; } = [];

    /// <summary>Settings after the change.</summary>
    public ConnectionSettings ApplyTo(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings with
        {
            Options = Merge(settings.Options, Set),
            Secrets = Merge(settings.Secrets, Secrets),
        };
    }

    private Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> before, IReadOnlyDictionary<string, T> changes)
    {
        var merged = new Dictionary<string, T>(before, StringComparer.Ordinal);
        foreach (var name in Unset)
        {
            merged.Remove(name);
        }

        foreach (var (name, value) in changes)
        {
            merged[name] = value;
        }

        return merged;
    }
}
