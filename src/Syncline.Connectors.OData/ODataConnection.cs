using System.Runtime.CompilerServices;
using Syncline.Connectors.OData.Model;
using Syncline.Connectors.OData.Protocol;
using Syncline.Connectors.OData.Reading;
using Syncline.Connectors.OData.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.OData;

/// <summary>One service. Versions of rows are its ETags; where it gives none, rows are compared by their values.</summary>
internal sealed class ODataConnection : IConnection
{
    private readonly ODataOptions options;
    private readonly ODataClient client;
    private readonly ODataModel model;

    public ODataConnection(ODataOptions options, ODataClient client)
    {
        this.options = options;
        this.client = client;
        model = new ODataModel(client);
        Writer = new ODataWriter(client, model);
    }

    public ConnectionCapabilities Capabilities { get; } = new() { FilterLanguages = ["odata"], RowVersions = true, ReadByKeys = true, MaxWritesInFlight = 4, MaxWriteBatch = 200 };

    public IRowWriter Writer { get; }

    public async ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        var tables = await model.TablesAsync(cancellationToken);
        return new ConnectionIdentity
        {
            System = options.Root.ToString(),
            User = options.User,
            Facts = [new("Entity sets", tables.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))],
        };
    }

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in await model.TablesAsync(cancellationToken))
        {
            if (filter.Accepts(table.Schema.Summary))
            {
                yield return table.Schema.Summary;
            }
        }
    }

    public async ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => (await model.FindAsync(table, cancellationToken)).Schema;

    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new ODataReader(client, await model.FindAsync(request.Table, cancellationToken));
        await foreach (var batch in reader.ReadAsync(request, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return batch;
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        model.Dispose();
        return ValueTask.CompletedTask;
    }
}
