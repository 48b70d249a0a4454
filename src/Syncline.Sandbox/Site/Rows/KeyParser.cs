using System.Globalization;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>Reads the parentheses behind an entity set name (PROTOCOL 5.4).</summary>
internal static class KeyParser
{
    public static RowKey Parse(Table table, IReadOnlyList<KeyIndex> indexes, string text)
    {
        if (Guid.TryParseExact(text, "D", out var id))
        {
            return new RowKey(id, null, []);
        }

        var pairs = new Dictionary<string, Literal>(StringComparer.Ordinal);
        foreach (var part in Split(text))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw SiteErrors.BadPath($"Bad Request - Error in query syntax near '{table.SetName}({text})'.");
            }

            pairs[part[..equals].Trim()] = ExpressionParser.Parse(part[(equals + 1)..]) as Literal
                ?? throw SiteErrors.BadPath($"Bad Request - Error in query syntax near '{part}'.");
        }

        if (table.Partition is { } partition && pairs.Remove(partition.Name, out var within) && within.Value is string inPartition
            && pairs.Count == 1 && pairs.TryGetValue(table.PrimaryId.Name, out var inId) && inId.Value is Guid elastic)
        {
            return new RowKey(elastic, null, []) { Partition = inPartition };
        }

        if (pairs.Count == 1 && pairs.TryGetValue(table.PrimaryId.Name, out var literal) && literal.Value is Guid primary)
        {
            return new RowKey(primary, null, []);
        }

        var index = indexes.FirstOrDefault(index => index.Columns.Count == pairs.Count && index.Columns.All(column => pairs.ContainsKey(column.PropertyName)))
            ?? throw SiteErrors.KeyNotDefined(table);
        return new RowKey(null, index, [.. index.Columns.Select(column => ValueOf(column, pairs[column.PropertyName]))]);
    }

    /// <summary>The row of a key, or null.</summary>
    public static Row? Find(Snapshot snapshot, Table table, RowKey key) =>
        key.Check(key.Id is { } id ? snapshot[table].Find(id) : snapshot[table].Find(key.Index!, key.Values));

    /// <summary>The row of a key; its absence is the answer 404.</summary>
    public static Row Require(Snapshot snapshot, Table table, RowKey key) => Find(snapshot, table, key) ?? throw Missing(table, key);

    public static SiteException Missing(Table table, RowKey key) =>
        key.Id is { } id ? SiteErrors.DoesNotExist(table, id) : SiteErrors.KeyNotFound(table);

    private static object? ValueOf(Column column, Literal literal) => (column.EdmType, literal.Value) switch
    {
        ("Edm.String", string text) => text,
        ("Edm.Int32", long number) => (int)number,
        ("Edm.Int64", long number) => number,
        ("Edm.Decimal", long number) => (decimal)number,
        ("Edm.Decimal", decimal number) => number,
        ("Edm.Guid", Guid id) => column.IsLookup ? new Reference(null!, id) : id,
        ("Edm.Date", DateOnly date) => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        ("Edm.DateTimeOffset", DateTime moment) => moment,
        _ => throw SiteErrors.BadPath(string.Create(CultureInfo.InvariantCulture, $"The value of the key column '{column.Name}' is not of the type {column.EdmType}.")),
    };

    private static IEnumerable<string> Split(string text)
    {
        var quoted = false;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '\'')
            {
                quoted = !quoted;
            }

            if (i == text.Length || (text[i] == ',' && !quoted))
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
    }
}
