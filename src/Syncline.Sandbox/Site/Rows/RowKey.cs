using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>Which row an address names: by primary key, or by the values of an alternate key in the key's column order.</summary>
/// <param name="Id">The primary key; null when an alternate key is used.</param>
/// <param name="Index">The alternate key.</param>
/// <param name="Values">Its values.</param>
internal sealed record RowKey(Guid? Id, KeyIndex? Index, IReadOnlyList<object?> Values)
{
    /// <summary>Rows of elastic tables: the partition, which is the primary key's text unless the address says otherwise (PROTOCOL 5.8).</summary>
    public string? Partition { get; init; }

    /// <summary>The row, unless it lies in another partition than the address says.</summary>
    public Row? Check(Row? found) => found?.Table.Partition is { } partition && !Equals(found[partition], Partition ?? found.Id.ToString()) ? null : found;
}
