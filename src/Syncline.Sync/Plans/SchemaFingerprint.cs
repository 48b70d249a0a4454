using System.Security.Cryptography;
using System.Text;
using Syncline.Core.Tables;

namespace Syncline.Sync.Plans;

/// <summary>
/// Fingerprint of those columns of a table that a plan uses: name, kind, scale and what may be written. Choices, lengths and display names
/// are left out: they may change without making a plan wrong.
/// </summary>
public static class SchemaFingerprint
{
    /// <summary>Fingerprint of what a plan uses of its target: key and value columns, and the column of the row's id.</summary>
    public static string OfTarget(TableSchema target, IEnumerable<PlanColumn> columns, string? rowIdColumn)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var used = columns.Where(column => column.Role != PlanColumnRole.Display).Select(column => column.Name);
        return Of(target, rowIdColumn is null ? used : used.Append(rowIdColumn));
    }

    /// <summary>Fingerprint of some columns of a table, <c>sha256:&lt;hex&gt;</c>. Their order does not matter; a column that is not there is part of it as missing.</summary>
    public static string Of(TableSchema schema, IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(columns);
        var lines = columns.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => schema.Find(name) is { } column
            ? $"{column.Name.ToLowerInvariant()} {column.Type.Kind} {column.Type.ArrowScale} {(column.CanInsert ? 'i' : '-')}{(column.CanUpdate ? 'u' : '-')}"
            : $"{name.ToLowerInvariant()} missing").Order(StringComparer.Ordinal);
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))}";
    }
}
