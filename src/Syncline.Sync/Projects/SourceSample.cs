using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;

namespace Syncline.Sync.Projects;

/// <summary>The first rows of a source, as texts, for what names and types can't tell: how dates and numbers are written, what is a choice, what is unique.</summary>
public sealed class SourceSample
{
    private const int Rows = 500;

    private readonly Dictionary<string, string[]> values;

    private SourceSample(Dictionary<string, string[]> values, int rows)
    {
        this.values = values;
        RowCount = rows;
    }

    /// <summary>A sample without a row.</summary>
    public static SourceSample None { get; } = new(new(StringComparer.OrdinalIgnoreCase), 0);

    /// <summary>Rows looked at.</summary>
    public int RowCount { get; }

    /// <summary>Reads the first rows, at most 500.</summary>
    public static async Task<SourceSample> ReadAsync(IConnection source, TableSchema table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(table);
        List<ColumnSchema> columns = [.. table.Columns.Where(column => column is { CanRead: true, CompanionOf: null })];
        var texts = columns.ConvertAll(_ => new List<string>());
        var rows = 0;
        await foreach (var batch in source.ReadAsync(new ReadRequest { Table = table.Name, Columns = [.. columns.Select(column => column.Name)], MaxRows = Rows }, cancellationToken))
        {
            using (batch)
            {
                rows += batch.RowCount;
                for (var row = 0; row < batch.RowCount; row++)
                {
                    for (var column = 0; column < columns.Count; column++)
                    {
                        texts[column].Add(Convert.ToString(batch.GetValue(column, row), CultureInfo.InvariantCulture)?.Trim() ?? "");
                    }
                }
            }
        }

        return new SourceSample(columns.Index().ToDictionary(column => column.Item.Name, column => texts[column.Index].ToArray(), StringComparer.OrdinalIgnoreCase), rows);
    }

    /// <summary>A sample of rows that were read already, as texts by column.</summary>
    public static SourceSample Of(TableSchema table, IReadOnlyList<IReadOnlyDictionary<string, string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rows);
        return new SourceSample(
            table.Columns.Where(column => column is { CanRead: true, CompanionOf: null }).ToDictionary(column => column.Name, column => rows.Select(row => row.GetValueOrDefault(column.Name)?.Trim() ?? "").ToArray(), StringComparer.OrdinalIgnoreCase),
            rows.Count);
    }

    /// <summary>Whether the texts of a pair's source column can be what its target column holds, in some format; true when nothing is known.</summary>
    public bool Fits(AutoMapPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.From.Type.Kind != ColumnKind.Text || SampleFormat.Misfit(pair.To.Type.Kind, ValuesOf(pair.From.Name)) is null;
    }

    /// <summary>The format in which a pair's source column writes dates or numbers; null when it is the plain one, unknown, or not the only one that fits.</summary>
    public string? FormatOf(AutoMapPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.From.Type.Kind == ColumnKind.Text && SampleFormat.Of(pair.To.Type.Kind, ValuesOf(pair.From.Name)) is [var only] ? only : null;
    }

    /// <summary>Values of a column that are not empty, in order.</summary>
    public IReadOnlyList<string> ValuesOf(string column) => values.TryGetValue(column, out var all) ? [.. all.Where(value => value.Length > 0)] : [];

    /// <summary>Whether every row has a value of its own in this column; false when nothing was looked at.</summary>
    public bool IsUnique(string column) =>
        RowCount > 1 && ValuesOf(column) is { } filled && filled.Count == RowCount && filled.Distinct(StringComparer.OrdinalIgnoreCase).Count() == filled.Count;
}
