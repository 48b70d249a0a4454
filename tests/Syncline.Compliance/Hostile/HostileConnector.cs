using System.Runtime.CompilerServices;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Compliance.Hostile;

/// <summary>A good connector with one lie told on top of it.</summary>
internal sealed class HostileConnector(IConnector good, Lie lie) : IConnector
{
    public ConnectorDescriptor Descriptor => good.Descriptor;

    public async ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken) =>
        new HostileConnection(await good.ConnectAsync(settings, services, cancellationToken), lie);

    private sealed class HostileConnection(IConnection good, Lie lie) : IConnection
    {
        public ConnectionCapabilities Capabilities => good.Capabilities;

        public IRowWriter? Writer => good.Writer is { } writer ? new HostileWriter(writer, lie) : null;

        public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => good.IdentifyAsync(cancellationToken);

        public async IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var table in good.ListTablesAsync(filter, cancellationToken))
            {
                yield return table;
                if (lie == Lie.TableTwice)
                {
                    yield return table;
                }
            }
        }

        public async ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken)
        {
            try
            {
                return await good.DescribeTableAsync(table, cancellationToken);
            }
            catch (SchemaException) when (lie == Lie.InventedTable)
            {
                return new TableSchema { Summary = new() { Name = table }, Columns = [] };
            }
        }

        public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var twisted = lie switch
            {
                Lie.ColumnOrder when request.Columns?.Count > 4 => request with { Columns = [.. request.Columns.Order(StringComparer.Ordinal)] },
                Lie.NoLimit => request with { MaxRows = null },
                _ => request,
            };
            RowBatch? kept = null;
            await foreach (var batch in good.ReadAsync(twisted, lie == Lie.DeafToCancel ? CancellationToken.None : cancellationToken))
            {
                if (kept is not null)
                {
                    yield return kept;
                }

                kept = batch;
            }

            if (kept is not null && !(lie == Lie.LostRow && request.BatchSize is not null))
            {
                yield return kept;
            }
        }

        public ValueTask DisposeAsync() => good.DisposeAsync();
    }

    private sealed class HostileWriter(IRowWriter good, Lie lie) : IRowWriter
    {
        public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
        {
            var twisted = lie switch
            {
                Lie.SendsEverything => batch with { Sent = null },
                Lie.NoVersionCheck => batch with { ExpectedVersions = null },
                _ => batch,
            };
            var result = await good.WriteAsync(twisted, lie == Lie.DeafToCancel ? CancellationToken.None : cancellationToken);
            return lie switch
            {
                Lie.AlwaysDone => WriteResult.Same(batch.Rows.RowCount, RowOutcome.Done),
                Lie.OutcomesReversed => result with { Outcomes = [.. result.Outcomes.Reverse()] },
                _ => result,
            };
        }
    }
}
