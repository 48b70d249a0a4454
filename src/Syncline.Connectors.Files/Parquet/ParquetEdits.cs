using System.Globalization;
using DuckDB.NET.Data;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Changes to a Parquet file as a table of DuckDB, and the query that puts them into the file's rows.</summary>
internal static class ParquetEdits
{
    /// <summary>
    /// Makes the table <c>edits</c>: the row's number (null for a new row), its order, whether it is left out, and for each column whether it is set
    /// (<c>s0</c>, …) and to which text (<c>v0</c>, …).
    /// </summary>
    public static async ValueTask LoadAsync(DuckDBConnection duck, IReadOnlyList<ColumnSchema> columns, RowEdits edits, CancellationToken cancellationToken)
    {
        await using (var command = duck.CreateCommand())
        {
            command.CommandText = $"CREATE TABLE edits (row_number BIGINT, place BIGINT, removed BOOLEAN{string.Concat(columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $", s{i} BOOLEAN, v{i} VARCHAR")))})";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        using var appender = duck.CreateAppender("edits");
        foreach (var (number, edit) in edits.Changed)
        {
            var row = appender.CreateRow().AppendValue(number).AppendValue(0L).AppendValue(edit.Cells is null);
            foreach (var (i, column) in columns.Index())
            {
                object? value = null;
                row.AppendValue(edit.Cells?.TryGetValue(i, out value) ?? false).AppendValue(value is null ? null : CellText.Of(column.Type.Kind, value));
            }

            row.EndRow();
        }

        foreach (var (place, values) in edits.Added.Index())
        {
            var row = appender.CreateRow().AppendNullValue().AppendValue((long)place).AppendValue(false);
            foreach (var (i, column) in columns.Index())
            {
                row.AppendValue(true).AppendValue(values[i] is { } value ? CellText.Of(column.Type.Kind, value) : null);
            }

            row.EndRow();
        }
    }

    /// <summary>The rows of the new file, in order.</summary>
    /// <param name="columns">All columns.</param>
    /// <param name="types">DuckDB's type of each.</param>
    /// <param name="source">The file as a table of SQL; null when it is new.</param>
    public static string Select(IReadOnlyList<ColumnSchema> columns, IReadOnlyList<string> types, string? source)
    {
        var names = columns.Select(column => ParquetFormat.Quote(column.Name)).ToList();
        var written = columns.Select((column, i) => column.CanUpdate || source is null
            ? ParquetTypes.Writing(string.Create(CultureInfo.InvariantCulture, $"e.v{i}"), column.Type, types[i])
            : $"CAST(NULL AS {types[i]})").ToList();
        var added = $"SELECT {string.Join(", ", written.Zip(names, (value, name) => $"{value} AS {name}"))} FROM (SELECT * FROM edits WHERE row_number IS NULL ORDER BY place) e";
        if (source is null)
        {
            return added;
        }

        var kept = names.Select((name, i) => columns[i].CanUpdate ? string.Create(CultureInfo.InvariantCulture, $"CASE WHEN e.s{i} THEN {written[i]} ELSE f.{name} END AS {name}") : $"f.{name}");
        var at = "\"@row\"";
        while (names.Contains(at, StringComparer.OrdinalIgnoreCase))
        {
            at = at.Replace("@", "@@", StringComparison.Ordinal);
        }

        return $"SELECT {string.Join(", ", names)} FROM (SELECT {string.Join(", ", kept)}, f.{at} FROM (SELECT *, row_number() OVER () - 1 AS {at} FROM {source}) f LEFT JOIN edits e ON e.row_number = f.{at} "
            + $"WHERE NOT coalesce(e.removed, false) ORDER BY f.{at}) UNION ALL {added}";
    }
}
