using System.Text.Json.Serialization;

namespace Syncline.Connections.Library;

/// <summary>Content of <c>NAME.state</c>: encrypted values by name.</summary>
internal sealed record StateFile
{
    public const int CurrentFormat = 1;

    [JsonPropertyName("format")]
    public required int Format { get; init; }

    [JsonPropertyName("values")]
    public required IReadOnlyDictionary<string, string> Values { get; init; }
}
