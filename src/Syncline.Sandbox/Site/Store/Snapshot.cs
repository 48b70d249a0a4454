using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>Everything the site holds at one moment. Immutable: a request reads one snapshot from its beginning to its end.</summary>
/// <param name="Tables">By table ordinal.</param>
/// <param name="Version">The last version number given.</param>
internal sealed record Snapshot(IReadOnlyList<TableRows> Tables, long Version)
{
    public TableRows this[Table table] => Tables[table.Ordinal];

    public Row? Find(Reference reference) => this[reference.Table].Find(reference.Id);

    /// <summary>What a lookup shows: the primary name of the row it points to.</summary>
    public string? NameOf(Reference reference) =>
        reference.Table.PrimaryName is { } name && Find(reference) is { } row ? row[name] as string : null;
}
