using System.Globalization;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Staging;

/// <summary>
/// Rows of one table kept on this computer to be looked at: filled once, and read meanwhile by any number of callers, a page at a time, in any
/// order. Memory is bounded; what does not fit spills to a private folder, which goes away with this object.
/// </summary>
public sealed class StagedRows : IAsyncDisposable
{
    private const string Table = "staged";

    private readonly DuckDbStage stage;
    private readonly StagedRowsOptions options;
    private readonly ArrangementSql sql;
    private readonly Lock leaving = new();
    private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int readers;
    private bool isClosed;
    private int visible;

    private StagedRows(DuckDbStage stage, IReadOnlyList<ColumnSchema> columns, StagedRowsOptions options)
    {
        this.stage = stage;
        this.options = options;
        Columns = columns;
        sql = new ArrangementSql(columns);
    }

    /// <summary>The columns, in the order of each row's values.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>Rows that can be read now.</summary>
    public int Count => Volatile.Read(ref visible);

    /// <summary>Whether there were more rows than are kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Makes an empty place for rows of these columns.</summary>
    public static async Task<StagedRows> CreateAsync(IReadOnlyList<ColumnSchema> columns, StagedRowsOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(options);
        if (options.WorkFolder is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var opened = await DuckDbStage.OpenAsync(new StageOptions { WorkFolder = options.WorkFolder, MemoryLimit = options.MemoryLimit }, cancellationToken);
        try
        {
            await opened.LockDownAsync(cancellationToken);
            var definitions = columns.Select(column => $"{Sql.Quote(column.Name)} {Sql.TypeOf(column.Type)}").Prepend($"{Sql.Quote(DuckDbStage.RowNumber)} BIGINT");
            await opened.ExecuteAsync($"CREATE TABLE {Table} ({string.Join(", ", definitions)})", cancellationToken);
            return new StagedRows(opened, columns, options);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Takes rows in, and shows them as they come: the first batch at once, then each time the number has grown by a quarter. What was taken in stays when
    /// reading breaks off or is cancelled. Call it once.
    /// </summary>
    /// <param name="batches">The rows; each batch is disposed.</param>
    /// <param name="progress">Told the number of rows taken in, from the reading thread.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task FillAsync(IAsyncEnumerable<RowBatch> batches, Action<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        await using var connection = stage.Connection.Duplicate();
        await connection.OpenAsync(cancellationToken);
        using var appender = new RowAppender(connection, Table, Columns);
        try
        {
            await foreach (var batch in batches.WithCancellation(cancellationToken))
            {
                using (batch)
                {
                    if (appender.Rows + batch.RowCount > options.MostRows)
                    {
                        IsCut = true;
                        break;
                    }

                    appender.Append(batch);
                }

                if (appender.Rows >= Count + (Count / 4))
                {
                    appender.Flush();
                    Volatile.Write(ref visible, (int)appender.Rows);
                }

                progress?.Invoke(appender.Rows);
            }
        }
        finally
        {
            appender.Close();
            Volatile.Write(ref visible, (int)appender.Rows);
        }
    }

    /// <summary>Finds out which of the rows of now are shown, and in which order.</summary>
    public async Task<RowOrder> ArrangeAsync(RowArrangement arrangement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arrangement);
        var count = Count;
        if (arrangement.IsAsRead || count == 0)
        {
            return new RowOrder(this, count, null);
        }

        var rows = await QueryAsync(sql.RowsOf(Table, arrangement, count), reader => (int)reader.GetInt64(0), cancellationToken);
        return new RowOrder(this, rows.Count, [.. rows]);
    }

    /// <summary>The rows at some places of an order; fewer when it ends before, none when the order is of other rows.</summary>
    /// <returns>CLR values as <see cref="RowBatch.GetValue"/> gives them, aligned with <see cref="Columns"/>.</returns>
    public async Task<IReadOnlyList<object?[]>> ReadAsync(RowOrder order, int from, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        count = Math.Min(count, order.Count - from);
        if (count <= 0 || order.Of != this)
        {
            return [];
        }

        var row = Sql.Quote(DuckDbStage.RowNumber);
        var fields = string.Join(", ", Columns.Select(Field).Prepend(row));
        if (order.IsAsRead)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"{row} > {from} AND {row} <= {from + count}");
            return await QueryAsync($"SELECT {fields} FROM {Table} WHERE {range} ORDER BY {row}", Values, cancellationToken);
        }

        var wanted = order.RowsAt(from, count).ToArray();
        var list = string.Join(',', wanted.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        var found = await QueryAsync(
            $"SELECT {fields} FROM {Table} WHERE {row} IN ({list})", reader => KeyValuePair.Create((int)reader.GetInt64(0), Values(reader)), cancellationToken);
        var byNumber = found.ToDictionary();
        return [.. wanted.Select(byNumber.GetValueOrDefault).OfType<object?[]>()];
    }

    /// <summary>Waits for those who are reading, then removes everything. Who reads later gets no rows.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (leaving)
        {
            isClosed = true;
            if (readers == 0)
            {
                left.TrySetResult();
            }
        }

        await left.Task;
        await stage.DisposeAsync();
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string query, Func<System.Data.Common.DbDataReader, T> read, CancellationToken cancellationToken)
    {
        lock (leaving)
        {
            if (isClosed)
            {
                return [];
            }

            readers++;
        }

        try
        {
            return await stage.QueryApartAsync(query, read, cancellationToken);
        }
        finally
        {
            lock (leaving)
            {
                if (--readers == 0 && isClosed)
                {
                    left.TrySetResult();
                }
            }
        }
    }

    private static string Field(ColumnSchema column) =>
        column.Type.Kind is ColumnKind.DateTime or ColumnKind.LocalDateTime ? $"epoch_us({Sql.Quote(column.Name)})" : Sql.Quote(column.Name);

    private object?[] Values(System.Data.Common.DbDataReader reader)
    {
        var values = new object?[Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.IsDBNull(i + 1) ? null : PlanRows.Value(reader, i + 1, Columns[i].Type.Kind);
        }

        return values;
    }
}
