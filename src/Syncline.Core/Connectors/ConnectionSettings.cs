namespace Syncline.Core.Connectors;

/// <summary>Everything that a connector needs to open a connection, as saved in the library. Immutable.</summary>
public sealed record ConnectionSettings
{
    /// <summary>Name of the saved connection; used in messages.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the connector.</summary>
    public required string Connector { get; init; }

    /// <summary>Options that are not secret, by name. What is absent has its default.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Secret options, by name.</summary>
    public IReadOnlyDictionary<string, Secret> Secrets { get; init; } = new Dictionary<string, Secret>(StringComparer.Ordinal);

    /// <summary>An option's value, its declared default, or null. Empty text counts as not given.</summary>
    public string? Get(ConnectorOption option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return Options.TryGetValue(option.Name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : option.Default;
    }

    /// <summary>A secret option, or null when it was not given.</summary>
    public Secret? GetSecret(ConnectorOption option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return Secrets.GetValueOrDefault(option.Name);
    }
}
