using System.Runtime.CompilerServices;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Compliance.Memory;

/// <summary>An open way to one store. It holds nothing that would have to be closed.</summary>
internal sealed class MemoryConnection(MemoryOptions options) : IConnection
{
    private readonly KeyMatch keys = new(options.KeysIgnoreCase);

    public ConnectionCapabilities Capabilities { get; } = new()
    {
        RowVersions = true,
        ReadByKeys = true,
        KeysIgnoreCase = options.KeysIgnoreCase,
    };

    public IRowWriter Writer => new MemoryWriter(options.Store, keys);

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ConnectionIdentity { System = options.Store.Name });

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in options.Store.Tables.Select(table => table.Schema.Summary).Where(filter.Accepts))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return table;
        }
    }

    public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) =>
        ValueTask.FromResult(options.Store.Find(table).Schema);

    public IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        new MemoryReader(options.Store.Find(request.Table), keys).ReadAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
