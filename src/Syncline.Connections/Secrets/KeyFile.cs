using System.Text.Json.Serialization;

namespace Syncline.Connections.Secrets;

/// <summary>Content of <c>keys/keys.json</c>: every key that envelopes may name, and the one that new envelopes get.</summary>
internal sealed record KeyFile
{
    public const int CurrentFormat = 1;

    [JsonPropertyName("format")]
    public required int Format { get; init; }

    [JsonPropertyName("store")]
    public required string Store { get; init; }

    [JsonPropertyName("current")]
    public required string Current { get; init; }

    [JsonPropertyName("keys")]
    public required IReadOnlyDictionary<string, string> Keys { get; init; }
}
