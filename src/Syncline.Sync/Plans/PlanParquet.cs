using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Plans;

/// <summary>
/// Writes changes as a Parquet file: <c>seq</c>, <c>action</c>, <c>row_id</c>, <c>changed</c>, <c>source_row</c>, then a typed
/// <c>before.COLUMN</c> and <c>after.COLUMN</c> for each column of the plan. The rows pass through a stage of their own, which spills to disk.
/// </summary>
public static class PlanParquet
{
    private const int RowsPerBatch = 5_000;

    /// <summary>Writes the file; there must be none.</summary>
    public static async Task WriteAsync(IReadOnlyList<PlanColumn> columns, IAsyncEnumerable<PlannedChange> changes, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(changes);
        List<ColumnSchema> schema =
        [
            Column("seq", ColumnKind.Integer), Column("action", ColumnKind.Text), Column("row_id", ColumnKind.Text), Column("changed", ColumnKind.Text), Column("source_row", ColumnKind.Integer),
            .. columns.Select(column => new ColumnSchema { Name = "before." + column.Name, Type = column.Type }),
            .. columns.Select(column => new ColumnSchema { Name = "after." + column.Name, Type = column.Type }),
        ];
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions(), cancellationToken);
        await stage.LoadAsync("changes", schema, BatchesAsync(schema, columns.Count, changes), progress: null, cancellationToken);
        var select = string.Join(", ", schema.Select(column => Sql.Quote(column.Name)));
        await stage.ExecuteAsync($"COPY (SELECT {select} FROM changes ORDER BY seq) TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION zstd)", cancellationToken);
    }

    private static async IAsyncEnumerable<RowBatch> BatchesAsync(IReadOnlyList<ColumnSchema> schema, int width, IAsyncEnumerable<PlannedChange> changes)
    {
        var none = new object?[width];
        await foreach (var part in changes.Chunk(RowsPerBatch))
        {
            var rows = new RowBatchBuilder(schema);
            foreach (var change in part)
            {
                rows.AppendRow([change.Seq, PlanTables.NameOf(change.Action), change.RowId, string.Join(',', change.Changed), change.SourceRow, .. change.Before ?? none, .. change.After ?? none]);
            }

            yield return rows.Build();
        }
    }

    private static ColumnSchema Column(string name, ColumnKind kind) => new() { Name = name, Type = ColumnType.Of(kind) };
}
