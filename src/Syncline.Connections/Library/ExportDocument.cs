using System.Text.Json.Serialization;
using Syncline.Connections.Secrets;

namespace Syncline.Connections.Library;

/// <summary>Content of an export: connections to carry to another machine. Tokens are never in it.</summary>
internal sealed record ExportDocument
{
    public const string Kind = "syncline-connections";
    public const int CurrentFormat = 1;

    [JsonPropertyName("kind")]
    public required string DocumentKind { get; init; }

    [JsonPropertyName("format")]
    public required int Format { get; init; }

    /// <summary>How the passphrase becomes the key of the secrets; null when no secret is in it.</summary>
    [JsonPropertyName("protection")]
    public PassphraseKey? Protection { get; init; }

    [JsonPropertyName("connections")]
    public required IReadOnlyList<ExportedConnection> Connections { get; init; }
}
