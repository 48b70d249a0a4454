using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Comparing;

/// <summary>
/// Ids made of a row's key: UUID version 5 (RFC 9562, section 5.5) in a name space of Syncline's own. The name is the table's name and the key's values as
/// they are compared, as texts, joined by U+001F; so the same row has the same id in every plan, and an add that was sent twice meets itself.
/// </summary>
internal static class KeyIds
{
    /// <summary>The name space, as documented in docs/reference/project-file.md.</summary>
    public static readonly Guid NameSpace = new("8f0d2f6e-3a51-4c8e-9d27-5b6f1c4e7a90");

    /// <summary>The column that takes ids of ours when a row is added; null when the table has none.</summary>
    public static ColumnSchema? ColumnOf(TableSchema table) =>
        table.PrimaryKey is { Columns: [var name] } && table.Find(name) is { CanInsert: true, Type.Kind: ColumnKind.Guid } column ? column : null;

    /// <summary>SQL for the id of a row of table <c>mapped s</c>.</summary>
    /// <param name="table">The target table's name.</param>
    /// <param name="keys">How many key columns there are.</param>
    public static string Expression(string table, int keys)
    {
        var name = $"concat_ws(chr(31), {Sql.Literal(table)}, {string.Join(", ", Enumerable.Range(0, keys).Select(i => $"CAST(s.k{i} AS VARCHAR)"))})";
        var hash = $"sha1(from_hex('{NameSpace:n}') || encode({name}))";

        // Octet 6 begins with the version, octet 8 with the two bits of the variant.
        return $"list_transform([{hash}], lambda h: CAST(left(h, 12) || '5' || substr(h, 14, 3) || substr('89ab89ab89ab89ab', strpos('0123456789abcdef', substr(h, 17, 1)), 1) || substr(h, 18, 15) AS UUID))[1]";
    }
}
