using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Query;

/// <summary>How a query takes the value of a column out of a row: stored, or derived from the key, the version or other columns.</summary>
internal static class ColumnValue
{
    public static Func<Row, object?> Of(Table table, Column column) => ReferenceEquals(column, table.PrimaryId) ? row => row.Id
        : ReferenceEquals(column, table.Version) ? row => RowJson.VersionOf(row)
        : CompositeAddress.For(table, column) is { } address ? address.Of
        : row => row[column];

    /// <summary>The value as joins compare it: ids without their table, text without its case.</summary>
    public static object? Key(object? value) => value switch
    {
        Reference reference => reference.Id,
        string text => text.ToUpperInvariant(),
        _ => value,
    };
}
