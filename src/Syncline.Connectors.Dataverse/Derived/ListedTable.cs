using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Derived;

/// <summary>A small read-only table whose rows are all there, such as the values of a choice. Immutable.</summary>
/// <param name="Schema">Its columns.</param>
/// <param name="Rows">Its rows, aligned with the columns.</param>
internal sealed record ListedTable(TableSchema Schema, IReadOnlyList<object?[]> Rows)
{
    private const int RowsPerBatch = 5000;

    /// <summary>Stands for the version, which may be asked of any table: these rows have none.</summary>
    private const int NoVersion = -2;

    /// <summary>Makes a schema of which the first columns are the key.</summary>
    public static TableSchema Describe(string name, string displayName, string description, string[] key, params ReadOnlySpan<(string Name, ColumnKind Kind)> columns)
    {
        var all = new List<ColumnSchema>();
        foreach (var (column, kind) in columns)
        {
            all.Add(new ColumnSchema { Name = column, Type = ColumnType.Of(kind), CanInsert = false, CanUpdate = false });
        }

        return new TableSchema
        {
            Summary = new TableSummary { Name = name, DisplayName = displayName, Description = description },
            Columns = all,
            Keys = [new TableKey("key", key, IsPrimary: true)],
        };
    }

    /// <summary>Reads rows as any table's are read.</summary>
    /// <exception cref="Core.Errors.SchemaException">A column is not there or named twice, or there is a filter.</exception>
    public IEnumerable<RowBatch> Read(ReadRequest request)
    {
        if (request.Filter is { } filter)
        {
            throw SchemaErrors.NoFilter(Schema.Name, filter.Language);
        }

        var wanted = Indexes(request.Columns ?? [.. Schema.Columns.Select(column => column.Name)]);
        var rows = request.Keys is { } keys ? WithKeys(keys) : Rows;
        return Batches(wanted, rows.Take(request.MaxRows ?? int.MaxValue), Math.Clamp(request.BatchSize ?? RowsPerBatch, 1, RowsPerBatch));
    }

    private IEnumerable<RowBatch> Batches(int[] wanted, IEnumerable<object?[]> rows, int size)
    {
        foreach (var part in rows.Chunk(size))
        {
            var builder = new RowBatchBuilder([.. wanted.Select(index => index == NoVersion ? QueryColumn.Version : Schema.Columns[index])]);
            foreach (var row in part)
            {
                builder.AppendRow([.. wanted.Select(index => index == NoVersion ? null : row[index])]);
            }

            yield return builder.Build();
        }
    }

    private IEnumerable<object?[]> WithKeys(KeyFilter keys)
    {
        var indexes = Indexes(keys.Columns);
        var known = keys.Keys.Select(Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Rows.Where(row => indexes.All(index => row[index] is not null) && known.Contains(Text([.. indexes.Select(index => row[index]!)])));
    }

    private static string Text(IReadOnlyList<object> key) =>
        string.Join('\u001f', key.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)));

    private int[] Indexes(IReadOnlyList<string> names)
    {
        var indexes = new List<int>(names.Count);
        foreach (var name in names)
        {
            var index = name == ReadRequest.RowVersionColumn ? NoVersion : Schema.Columns.ToList().FindIndex(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));
            if (index == -1)
            {
                throw SchemaErrors.ColumnNotFound(Schema.Name, name, Dataverse.Schema.NearestName.Find(name, Schema.Columns.Select(column => column.Name)));
            }

            if (indexes.Contains(index))
            {
                throw SchemaErrors.ColumnTwice(Schema.Name, name);
            }

            indexes.Add(index);
        }

        return [.. indexes];
    }
}
