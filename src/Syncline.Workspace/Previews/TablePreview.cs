using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Staging;
using Syncline.Workspace.Defects;

namespace Syncline.Workspace.Previews;

/// <summary>
/// Looks at the rows of a table: they are read in the background into a bounded store on this computer, where they can be sorted, filtered and paged while
/// they come. Nothing is written to the system. Safe for concurrent use.
/// </summary>
public sealed class TablePreview : IAsyncDisposable
{
    // Up to so many columns every one is read; of a wider table the columns that are shown.
    private const int EveryColumn = 40;

    private readonly SynclineWorkspace workspace;
    private readonly TimeProvider timeProvider;
    private readonly StagedRowsOptions options;
    private readonly SemaphoreSlim gate = new(1, 1);
    private CancellationTokenSource? reading;
    private Task? running;
    private volatile StagedRows? rows;
    private volatile PreviewStatus status = new();

    /// <summary>A preview of a table; <see cref="RestartAsync"/> begins it.</summary>
    public TablePreview(SynclineWorkspace workspace, string connection, string table, TimeProvider timeProvider, StagedRowsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        ArgumentNullException.ThrowIfNull(timeProvider);
        this.workspace = workspace;
        this.timeProvider = timeProvider;
        this.options = (options ?? new StagedRowsOptions()) with { WorkFolder = workspace.Home.Work };
        Connection = connection;
        Table = table;
    }

    /// <summary>Raised on any thread when <see cref="Status"/>, <see cref="Schema"/> or the rows are others.</summary>
    public event EventHandler? Changed;

    /// <summary>Name of the connection.</summary>
    public string Connection { get; }

    /// <summary>Name of the table.</summary>
    public string Table { get; }

    /// <summary>How it stands.</summary>
    public PreviewStatus Status => status;

    /// <summary>The table; null until the system has described it.</summary>
    public TableSchema? Schema { get; private set; }

    /// <summary>Columns whose values can be read with <see cref="ReadAsync"/>; empty until the first rows are there.</summary>
    public IReadOnlyList<ColumnSchema> Columns => rows?.Columns ?? [];

    /// <summary>
    /// Reads the table from its beginning. What was there stays to be looked at until the first new rows are.
    /// </summary>
    /// <param name="columns">Columns wanted beside those that everybody sees first; those already there stay.</param>
    /// <param name="cancellationToken">Cancels the waiting for a reading that is to end first.</param>
    public async Task RestartAsync(IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(columns);
        await gate.WaitAsync(cancellationToken);
        try
        {
            await EndReadingAsync();
            string[] wanted = [.. Columns.Select(column => column.Name).Concat(columns).Distinct(StringComparer.OrdinalIgnoreCase)];
            reading = new CancellationTokenSource();
            var token = reading.Token;
            status = new PreviewStatus { RowsShown = rows?.Count ?? 0 };
            running = Task.Run(() => RunAsync(wanted, token), CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Stops reading; the rows that are there stay.</summary>
    public void Stop() => reading?.Cancel();

    /// <summary>Which of the rows of now are shown, and in which order.</summary>
    public Task<RowOrder> ArrangeAsync(RowArrangement arrangement, CancellationToken cancellationToken) =>
        rows is { } now ? now.ArrangeAsync(arrangement, cancellationToken) : Task.FromResult(RowOrder.Empty);

    /// <summary>Rows of an order, aligned with <see cref="Columns"/>.</summary>
    public Task<IReadOnlyList<object?[]>> ReadAsync(RowOrder order, int from, int count, CancellationToken cancellationToken) =>
        rows is { } now ? now.ReadAsync(order, from, count, cancellationToken) : Task.FromResult<IReadOnlyList<object?[]>>([]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        await EndReadingAsync();
        if (rows is { } last)
        {
            await last.DisposeAsync();
        }

        gate.Dispose();
    }

    private async Task EndReadingAsync()
    {
        if (reading is not null)
        {
            await reading.CancelAsync();
            await (running ?? Task.CompletedTask);
            reading.Dispose();
            reading = null;
        }
    }

    private async Task RunAsync(IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        StagedRows? fresh = null;
        try
        {
            await using var connection = await workspace.OpenAsync(Connection, cancellationToken);
            var schema = await connection.DescribeTableAsync(Table, cancellationToken);
            Schema = schema;
            fresh = await StagedRows.CreateAsync(ColumnsToRead(schema, wanted), options, cancellationToken);
            var request = new ReadRequest { Table = schema.Name, Columns = [.. fresh.Columns.Select(column => column.Name)] };
            var store = fresh;
            await store.FillAsync(connection.ReadAsync(request, cancellationToken), read => Show(store, read, timeProvider.GetElapsedTime(began)), cancellationToken);
            Finish(store, PreviewState.Complete, error: null, began);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Finish(fresh, PreviewState.Stopped, error: null, began);
        }
        catch (SynclineException exception)
        {
            Finish(fresh, PreviewState.Failed, exception.Error, began);
        }
        catch (Exception exception)
        {
            Finish(fresh, PreviewState.Failed, DefectReport.Write(exception, workspace.Home, "WS1601"), began);
        }
    }

    private static IReadOnlyList<ColumnSchema> ColumnsToRead(TableSchema schema, IReadOnlyList<string> wanted)
    {
        var own = schema.Columns.Where(column => column is { CanRead: true, CompanionOf: null }).ToList();
        IReadOnlyList<string> asked = own.Count <= EveryColumn ? ["*"] : [];
        return
        [
            .. PreviewColumns.Choose(schema, asked, raw: true)
                .Concat(PreviewColumns.Choose(schema, asked, raw: false))
                .Concat(wanted.Select(schema.Find).OfType<ColumnSchema>())
                .Where(column => column.Type.Kind != ColumnKind.Binary)
                .DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private void Show(StagedRows store, long read, TimeSpan took)
    {
        var shown = store.Count;
        if (rows != store && shown > 0)
        {
            Replace(store);
        }

        var before = status;
        status = before with { RowsRead = read, RowsShown = rows?.Count ?? 0, Took = took };
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private void Finish(StagedRows? store, PreviewState state, ErrorDetail? error, long began)
    {
        if (store is not null && rows != store)
        {
            if (state == PreviewState.Complete || store.Count > 0 || rows is null)
            {
                Replace(store);
            }
            else
            {
                _ = store.DisposeAsync().AsTask();
            }
        }

        status = status with
        {
            State = state,
            Error = error,
            RowsRead = rows?.Count ?? 0,
            RowsShown = rows?.Count ?? 0,
            IsCut = rows?.IsCut ?? false,
            Took = timeProvider.GetElapsedTime(began),
        };
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private void Replace(StagedRows store)
    {
        var old = rows;
        rows = store;
        if (old is not null)
        {
            _ = old.DisposeAsync().AsTask();
        }
    }
}
