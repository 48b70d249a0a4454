using System.Data.Common;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Writing;

/// <summary>
/// Writes batches: cuts each into orders of the same shape, sends each order as one transaction, and cuts a refused one in halves until each bad
/// row stands alone. After a lost connection nothing more is sent: rows in flight are unknown, the others may be sent again.
/// </summary>
internal sealed class RowWriter(Database database, TableCatalog tables) : IRowWriter
{
    public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var table = await tables.FindAsync(batch.Table, cancellationToken);
        var outcomes = new RowOutcome?[batch.Rows.RowCount];
        var orders = OrderCutter.Cut(database, table, batch, outcomes);
        if (orders.Count > 0)
        {
            await SendAsync(orders, outcomes, cancellationToken);
        }

        return new WriteResult { Outcomes = outcomes! };
    }

    private async ValueTask SendAsync(IReadOnlyList<(WriteOrder Order, IReadOnlyList<int> Rows)> orders, RowOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        DbConnection connection;
        try
        {
            connection = await database.OpenAsync(forWriting: true, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && database.Classify(exception) is { } fault)
        {
            FillRest(outcomes, RowOutcome.Failed(RowErrors.NotConnected(ConnectingErrors.Of(fault, database.Product))));
            return;
        }

        await using (connection)
        {
            var sent = false;
            foreach (var (order, rows) in orders)
            {
                var round = new WriteRound(database, database.Sender(order), order, outcomes);
                try
                {
                    foreach (var part in Parts(order, rows))
                    {
                        if ((sent && cancellationToken.IsCancellationRequested) || !await round.SendAsync(connection, part, cancellationToken))
                        {
                            FillRest(outcomes, RowOutcome.Failed(RowErrors.NotSent(database.Product)));
                            return;
                        }

                        sent = true;
                    }
                }
                catch (OperationCanceledException)
                {
                    round.MarkInFlight(RowOutcome.Unknown(RowErrors.Cancelled(database.Product)));
                    break;
                }
            }
        }

        FillRest(outcomes, RowOutcome.Failed(RowErrors.NotSent(database.Product)));
    }

    // Rows that can't be rolled back go alone, so that a refusal or a lost answer concerns one of them only.
    private static IEnumerable<IReadOnlyList<int>> Parts(WriteOrder order, IReadOnlyList<int> rows) => order.Table.IsTransactional ? [rows] : rows.Select(row => new[] { row });

    private static void FillRest(RowOutcome?[] outcomes, RowOutcome outcome)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] ??= outcome;
        }
    }
}
