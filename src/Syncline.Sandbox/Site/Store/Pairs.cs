using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>The pairs of an N:N relationship, seen from one side.</summary>
internal static class Pairs
{
    /// <summary>Keys of the rows on the other side that a row is associated with.</summary>
    public static HashSet<Guid> Of(Snapshot snapshot, ManyToManySide side, Guid own) =>
        [.. snapshot[side.Intersect].ByKey.All().Where(pair => pair[side.Own] is Guid id && id == own).Select(pair => (Guid)pair[side.Other]!)];

    /// <summary>For each row on this side, the rows on the other side.</summary>
    public static ILookup<Guid, Row> All(Snapshot snapshot, ManyToManySide side) => snapshot[side.Intersect].ByKey.All()
        .Select(pair => (Own: (Guid)pair[side.Own]!, Other: snapshot[side.OtherTable].Find((Guid)pair[side.Other]!)))
        .Where(pair => pair.Other is not null)
        .ToLookup(pair => pair.Own, pair => pair.Other!);

    /// <summary>The pair of two rows, or null.</summary>
    public static Row? Find(Transaction transaction, ManyToManySide side, Guid own, Guid other)
    {
        var index = transaction.IndexesOf(side.Intersect)[0];
        return transaction.Find(side.Intersect, index, [.. index.Columns.Select(column => (object?)(column == side.Own ? own : other))]);
    }
}
