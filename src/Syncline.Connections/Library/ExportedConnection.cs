using System.Text.Json.Serialization;

namespace Syncline.Connections.Library;

/// <summary>One connection of an export.</summary>
internal sealed record ExportedConnection
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("connector")]
    public required string Connector { get; init; }

    [JsonPropertyName("options")]
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Envelopes under the export's passphrase; null when secrets were left out.</summary>
    [JsonPropertyName("secrets")]
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Secret options that have a value where the export was made, but not in it.</summary>
    [JsonPropertyName("secretsLeftOut")]
    public IReadOnlyList<string>? SecretsLeftOut { get; init; }
}
