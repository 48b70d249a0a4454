using System.Globalization;
using System.Runtime.CompilerServices;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Tests.Connections;

namespace Syncline.Sync.Tests.Mirrors;

/// <summary>A memory connection that tracks the changes of its tables, or understands filters such as <c>modifiedon ge 2024-01-01T00:00:00Z or modifiedon eq null</c>.</summary>
internal sealed class TrackedConnection(MemoryConnection inner, bool tracks, bool filters = false) : IConnection, IChangeTracking
{
    private readonly Dictionary<string, (string Table, long Version, HashSet<object> Keys)> tokens = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ConnectionCapabilities Capabilities => inner.Capabilities with { FilterLanguages = filters ? ["odata"] : [] };

    /// <inheritdoc/>
    public IRowWriter? Writer => inner.Writer;

    /// <inheritdoc/>
    public IChangeTracking? Changes => tracks ? this : null;

    /// <summary>Rows given out since this was last set to 0.</summary>
    public int RowsRead { get; set; }

    /// <summary>Forgets every token, as a server does after some days.</summary>
    public void ExpireTokens() => tokens.Clear();

    /// <inheritdoc/>
    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => inner.IdentifyAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, CancellationToken cancellationToken) => inner.ListTablesAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => inner.DescribeTableAsync(table, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = inner[request.Table];
        var keep = request.Filter?.Text.Split([" ge ", " or "], StringSplitOptions.None) is [var column, var moment, .. var orNone]
            ? table.Rows
                .Where(row => table.Value(row, column) is DateTime at ? at >= DateTime.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) : orNone.Length > 0)
                .Select(row => Key(table, row))
                .ToHashSet()
            : null;
        await foreach (var batch in inner.ReadAsync(request with { Filter = null, BatchSize = 1 }, cancellationToken))
        {
            if (batch.RowCount == 0 || keep is null || keep.Contains(batch.GetValue(batch.IndexOf(table.Schema.PrimaryKey!.Columns[0]), 0)!))
            {
                RowsRead += batch.RowCount;
                yield return batch;
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChangeBatch> ReadAsync(ReadRequest request, string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = inner[request.Table];
        var known = since is not null && tokens.TryGetValue(since, out var token) ? token : ((string Table, long Version, HashSet<object> Keys)?)null;
        var now = table.Rows.ToDictionary(row => Key(table, row), row => row.Version);
        var name = Guid.NewGuid().ToString();
        tokens[name] = (request.Table, now.Values.DefaultIfEmpty(0).Max(), [.. now.Keys]);
        await foreach (var batch in inner.ReadAsync(request with { BatchSize = 1 }, cancellationToken))
        {
            if (batch.RowCount == 0 || known is null || now[batch.GetValue(batch.IndexOf(table.Schema.PrimaryKey!.Columns[0]), 0)!] > known.Value.Version)
            {
                RowsRead += batch.RowCount;
                yield return new ChangeBatch { Rows = batch, IsFull = known is null, WhyFull = Why() };
            }
        }

        yield return new ChangeBatch { IsFull = known is null, WhyFull = Why(), Token = name, DeletedKeys = [.. known?.Keys.Where(key => !now.ContainsKey(key)) ?? []] };

        string? Why() => since is not null && known is null ? "the token expired" : null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static object Key(MemoryTable table, MemoryRow row) => table.Value(row, table.Schema.PrimaryKey!.Columns[0])!;
}
