namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>What a connection asks of the server with every write.</summary>
internal sealed record WriteSettings
{
    /// <summary>Headers of every write.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Text that the server hands to plug-ins with every write (<c>?tag=</c>); null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>An address with the tag in its query.</summary>
    public string Tagged(string path) =>
        Tag is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}tag={Uri.EscapeDataString(Tag)}";
}
