namespace Syncline.Sandbox.Site.Metadata;

/// <summary>An alternate key of a table.</summary>
internal sealed record AlternateKey
{
    public required string Name { get; init; }

    public required string Schema { get; init; }

    public required string Label { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public bool Custom { get; init; }
}
