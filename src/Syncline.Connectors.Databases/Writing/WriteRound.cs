using System.Data.Common;
using Syncline.Connectors.Databases.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Writing;

/// <summary>Sends the rows of one order over one connection and writes their outcomes down.</summary>
internal sealed class WriteRound(Database database, IRowSender sender, WriteOrder order, RowOutcome?[] outcomes)
{
    private IReadOnlyList<int> inFlight = [];

    /// <summary>Sends rows as one transaction; halves them while the server refuses them for a row.</summary>
    /// <returns>False when the connection is of no use any more.</returns>
    public async ValueTask<bool> SendAsync(DbConnection connection, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var fault = await TryAsync(connection, rows, cancellationToken);
        if (fault is null)
        {
            return true;
        }

        if (fault.Kind == FaultKind.Lost)
        {
            return false;
        }

        if (!fault.MayBeOneRow || rows.Count == 1)
        {
            Mark(rows, RowOutcome.Failed(RowErrors.Of(fault, order.Table.Name, database.Product)));
            return true;
        }

        var half = rows.Count / 2;
        return await SendAsync(connection, [.. rows.Take(half)], cancellationToken) && await SendAsync(connection, [.. rows.Skip(half)], cancellationToken);
    }

    /// <summary>Gives the rows that were under way an outcome.</summary>
    public void MarkInFlight(RowOutcome outcome) => Mark(inFlight, outcome);

    private async ValueTask<DatabaseFault?> TryAsync(DbConnection connection, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var isCommitting = false;
        inFlight = rows;
        try
        {
            await using var transaction = await database.BeginWriteAsync(connection, cancellationToken);
            var effects = await sender.SendAsync(connection, transaction, rows, cancellationToken);
            isCommitting = true;

            // Not cancelled from here: a commit whose answer nobody waits for would leave every row in doubt.
            await transaction.CommitAsync(CancellationToken.None);
            Record(rows, effects);
            inFlight = [];
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && database.Classify(exception) is { } fault)
        {
            if (fault.Kind == FaultKind.Lost)
            {
                Mark(rows, isCommitting || !order.Table.IsTransactional
                    ? RowOutcome.Unknown(RowErrors.AnswerLost(database.Product, fault))
                    : RowOutcome.Failed(RowErrors.Of(fault, order.Table.Name, database.Product)));
            }

            return fault;
        }
    }

    private void Record(IReadOnlyList<int> rows, IReadOnlyList<RowEffect> effects)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            outcomes[rows[i]] = Outcome(rows[i], effects[i]);
        }
    }

    private RowOutcome Outcome(int row, RowEffect effect)
    {
        if (effect.Error is { } error)
        {
            return RowOutcome.Failed(error);
        }

        if (effect.Written)
        {
            var id = effect.Id ?? (order.RowIdIndex is >= 0 and var index ? WriteOrder.IdText(order.Value(index, row)) : null);
            return RowOutcome.Done with { Id = id, Inserted = order.Kind == WriteKind.Upsert ? effect.Inserted : null };
        }

        return order.Versions?[row] is not null ? RowOutcome.Conflict(RowErrors.Conflict(order.Table.Name))
            : order.Kind == WriteKind.Delete ? RowOutcome.Done
            : order.Kind == WriteKind.Upsert ? RowOutcome.Done with { Inserted = false } // there already, and nothing but its key was sent
            : RowOutcome.Failed(RowErrors.MissingRow(order.Table.Name));
    }

    private void Mark(IReadOnlyList<int> rows, RowOutcome outcome)
    {
        foreach (var row in rows)
        {
            outcomes[row] = outcome;
        }
    }
}
