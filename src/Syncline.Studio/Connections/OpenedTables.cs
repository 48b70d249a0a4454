using System.Collections.Concurrent;
using Syncline.Core.Connectors;
using Syncline.Core.Tables;

namespace Syncline.Studio.Connections;

/// <summary>One open connection with what was asked of it. What failed is asked again the next time. Safe for concurrent use.</summary>
internal sealed class OpenedTables(Func<CancellationToken, ValueTask<IConnection>> open, CancellationToken ending) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Task<TableSchema>> schemas = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();
    private Task<IConnection>? connection;
    private Task<IReadOnlyList<TableSummary>>? tables;

    /// <summary>The connection, opened at the first use.</summary>
    public Task<IConnection> ConnectionAsync() => Once(ref connection, () => open(ending).AsTask());

    /// <summary>Its tables.</summary>
    public Task<IReadOnlyList<TableSummary>> TablesAsync() => Once(ref tables, ListAsync);

    /// <summary>Columns of a table.</summary>
    public Task<TableSchema> DescribeAsync(string table)
    {
        if (schemas.TryGetValue(table, out var before) && (before.IsFaulted || before.IsCanceled))
        {
            schemas.TryRemove(new KeyValuePair<string, Task<TableSchema>>(table, before));
        }

        return schemas.GetOrAdd(table, name => Task.Run(async () => await (await ConnectionAsync()).DescribeTableAsync(name, ending), ending));
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is { IsCompletedSuccessfully: true } done)
        {
            await (await done).DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<TableSummary>> ListAsync()
    {
        var opened = await ConnectionAsync();
        var found = new List<TableSummary>();
        await foreach (var table in opened.ListTablesAsync(TableFilter.All, ending))
        {
            found.Add(table);
        }

        return [.. found.OrderBy(table => table.DisplayName ?? table.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private Task<T> Once<T>(ref Task<T>? field, Func<Task<T>> start)
    {
        lock (gate)
        {
            return field is { IsFaulted: false, IsCanceled: false } going ? going : field = Task.Run(start, ending);
        }
    }
}
