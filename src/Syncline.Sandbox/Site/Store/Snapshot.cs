using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>Everything the site holds at one moment. Immutable: a request reads one snapshot from its beginning to its end.</summary>
/// <param name="Tables">By table ordinal.</param>
/// <param name="Version">The last version number given.</param>
internal sealed record Snapshot(IReadOnlyList<TableRows> Tables, long Version)
{
    /// <summary>Where a user sees a part of the rows alone, all of them; else null.</summary>
    public Snapshot? Whole { get; private init; }

    /// <summary>The time zone in which it is seen.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public TableRows this[Table table] => Tables[table.Ordinal];

    public Row? Find(Reference reference) => this[reference.Table].Find(reference.Id);

    /// <summary>What a lookup shows: the primary name of the row it points to, which everybody sees.</summary>
    public string? NameOf(Reference reference) =>
        reference.Table.PrimaryName is { } name && (Whole ?? this).Find(reference) is { } row ? row[name] as string : null;

    /// <summary>The same moment as somebody sees it who does not see every row.</summary>
    /// <param name="scopeOf">Which rows of a table are seen; null for all.</param>
    public Snapshot Restrict(Func<Table, Func<Row, bool>?> scopeOf) => this with { Tables = new RestrictedTables(Tables, scopeOf), Whole = this };
}
