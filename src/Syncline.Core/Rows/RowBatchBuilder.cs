using Apache.Arrow;
using Syncline.Core.Tables;

namespace Syncline.Core.Rows;

/// <summary>Builds one <see cref="RowBatch"/> column by column or row by row. Not safe for concurrent use; good for one batch.</summary>
public sealed class RowBatchBuilder
{
    private readonly ColumnBuilder[] builders;

    /// <summary>Starts an empty batch of these columns.</summary>
    public RowBatchBuilder(IReadOnlyList<ColumnSchema> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        builders = [.. columns.Select(column => new ColumnBuilder(column))];
    }

    /// <summary>Columns of the batch.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>Rows of the first column so far.</summary>
    public int RowCount => builders.Length == 0 ? 0 : builders[0].Length;

    /// <summary>The builder of one column.</summary>
    public ColumnBuilder this[int column] => builders[column];

    /// <summary>Adds one row of boxed values, in the order of <see cref="Columns"/>.</summary>
    public void AppendRow(params ReadOnlySpan<object?> values)
    {
        if (values.Length != builders.Length)
        {
            throw new ArgumentException($"A row has {values.Length} values for {builders.Length} columns.", nameof(values));
        }

        for (var i = 0; i < builders.Length; i++)
        {
            builders[i].AppendValue(values[i]);
        }
    }

    /// <summary>The batch. Every column must have the same number of rows.</summary>
    public RowBatch Build()
    {
        var rows = RowCount;
        if (builders.FirstOrDefault(builder => builder.Length != rows) is { } uneven)
        {
            throw new InvalidOperationException($"Column {uneven.Column.Name} has {uneven.Length} rows where the first has {rows}.");
        }

        return new RowBatch(Columns, new RecordBatch(ArrowTypes.SchemaOf(Columns), builders.Select(builder => builder.Build()), rows));
    }
}
