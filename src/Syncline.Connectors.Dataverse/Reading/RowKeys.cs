using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Reading;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Reading;

/// <summary>
/// The keys of a read by keys, checked. Columns that are no key of the table are allowed too: the site compares any column, an index only
/// makes it fast.
/// </summary>
/// <param name="Columns">Columns that find a row.</param>
/// <param name="Values">One list of values per key, aligned with <paramref name="Columns"/>, none null.</param>
internal sealed record RowKeys(IReadOnlyList<ColumnDefinition> Columns, IReadOnlyList<IReadOnlyList<object>> Values)
{
    /// <summary>Checks keys against the table's columns.</summary>
    /// <exception cref="Core.Errors.SchemaException">A column is not there, is named twice, can't be read, or can't find a row.</exception>
    public static RowKeys Resolve(TableDefinition table, KeyFilter keys)
    {
        var columns = QueryColumn.Resolve(table, keys.Columns);
        if (columns.Count == 0 || columns.Any(column => column.Definition is not { Companion: CompanionKind.None, IsPartyList: false, LookupKey: null } || column.Column.Type.Kind is ColumnKind.Choices or ColumnKind.Binary))
        {
            throw SchemaErrors.KeyNotFound(table.LogicalName, keys.Columns);
        }

        return keys.Keys.All(key => key.Count == columns.Count && !key.Any(value => value is null))
            ? new RowKeys([.. columns.Select(column => column.Definition!)], keys.Keys)
            : throw new ArgumentException($"Every key has {columns.Count} values, none of them null.", nameof(keys));
    }

    /// <summary>
    /// The keys, those together that may find the same row: a site compares texts without regard to case and to blanks at their end. None is dropped,
    /// because not every kind of table compares like that; one that is there twice comes once.
    /// </summary>
    public IEnumerable<IReadOnlyList<IReadOnlyList<object>>> Alike() => Values
        .GroupBy(key => string.Join('\u001f', key.Select(value => value is string text ? text.TrimEnd() : WireText.Key(value))), StringComparer.OrdinalIgnoreCase)
        .Select(alike => alike.DistinctBy(key => string.Join('\u001f', key.Select(WireText.Key)), StringComparer.Ordinal).ToList());
}
