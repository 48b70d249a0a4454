using System.Collections.Concurrent;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>The columns that an answer shows, in order.</summary>
internal sealed record Projection(IReadOnlyList<Field> Fields, IReadOnlyList<string> Selected)
{
    private static readonly ConcurrentDictionary<Column, Field> Known = new();
    private static readonly ConcurrentDictionary<Table, Projection> Whole = new();

    /// <summary>
    /// The selected columns, then the primary key, then what the server adds by itself: the currency to a money column, the composite
    /// address to a part of an address (PROTOCOL 5.2). Without a selection, every column.
    /// </summary>
    public static Projection Of(Table table, IReadOnlyList<string> select)
    {
        if (select.Count == 0 || select.Contains("*", StringComparer.Ordinal))
        {
            return Whole.GetOrAdd(table, static all => new Projection([.. all.Columns.Where(column => column.IsInRows).Select(column => FieldOf(all, column))], []));
        }

        var fields = new List<Field>(select.Count + 3);
        var seen = new HashSet<Column>();
        foreach (var name in select)
        {
            if (table.FindProperty(name) is { Read: true } column)
            {
                Add(column);
            }
            else if (table.FindNavigation(name) is null && table.FindCollection(name) is null)
            {
                throw SiteErrors.NoProperty(name, table.TypeName);
            }
        }

        Add(table.PrimaryId);
        if (table.Facts.Elastic)
        {
            foreach (var name in (ReadOnlySpan<string>)["versionnumber", "partitionid", "ownerid", "owningbusinessunit"])
            {
                Add(table.Find(name)!);
            }
        }

        foreach (var field in fields.ToArray())
        {
            if (field.Column.Type == ColumnType.Money && table.Currency is { } currency)
            {
                Add(currency);
            }
            else if (field.Column.Name.StartsWith("address", StringComparison.Ordinal)
                && field.Column.Name.IndexOf('_', StringComparison.Ordinal) is > 0 and var end
                && field.Column.Name[(end + 1)..] is "line1" or "line2" or "line3" or "city" or "stateorprovince" or "postalcode" or "country"
                && table.Find(field.Column.Name[..field.Column.Name.IndexOf('_', StringComparison.Ordinal)] + "_composite") is { } composite)
            {
                Add(composite);
            }
        }

        return new Projection(fields, select);

        void Add(Column column)
        {
            if (column.IsInRows && seen.Add(column))
            {
                fields.Add(FieldOf(table, column));
            }
        }
    }

    private static Field FieldOf(Table table, Column column) => Known.GetOrAdd(column, static (key, owner) => Field.Of(owner, key), table);
}
