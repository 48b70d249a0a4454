using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Derived;

/// <summary>
/// Adds rows to the table <c>@choices</c>: each becomes an option of a global choice. Options are never changed or removed, for rows may have them. One after
/// the other, since the site changes its definitions in one place; published once at the end.
/// </summary>
internal sealed class ChoiceWriter(IDataverseTransport transport, TableCatalog catalog)
{
    /// <exception cref="SchemaException">The batch does more than add rows, or lacks a column.</exception>
    public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        var (choice, label, value) = (batch.Rows.IndexOf("choice"), batch.Rows.IndexOf("label"), batch.Rows.IndexOf("value"));
        if (batch.Kind != WriteKind.Insert || choice < 0 || label < 0)
        {
            throw SchemaErrors.OnlyAdded(DerivedTables.ChoicesName);
        }

        var editor = transport.Choices;
        var outcomes = new RowOutcome[batch.Rows.RowCount];
        var added = new HashSet<string>(StringComparer.Ordinal);
        ErrorDetail? halted = null;
        for (var row = 0; row < outcomes.Length; row++)
        {
            outcomes[row] = halted is not null || cancellationToken.IsCancellationRequested ? RowOutcome.Failed(RowErrors.NotSent(halted))
                : await AddAsync(editor, batch.Rows, row, (choice, label, value), cancellationToken);
            halted ??= outcomes[row] is { Error: { Recovery: Recovery.Retry or Recovery.Stop } error } ? error : null;
            if (outcomes[row].Status == RowStatus.Done)
            {
                added.Add(batch.Rows.GetText(choice, row));
            }
        }

        if (added.Count > 0)
        {
            catalog.Forget();
            if (await editor.PublishAsync(added, cancellationToken) is { IsSuccess: false } reply)
            {
                var error = RowErrors.NotPublished(reply.Fault?.Text ?? reply.Unanswered?.Message);
                outcomes = [.. outcomes.Select(outcome => outcome.Status == RowStatus.Done ? RowOutcome.Failed(error) : outcome)];
            }
        }

        return new WriteResult { Outcomes = outcomes, RetryAfter = halted?.RetryAfter };
    }

    private async ValueTask<RowOutcome> AddAsync(
        IChoiceEditor editor, RowBatch rows, int row, (int Choice, int Label, int Value) columns, CancellationToken cancellationToken)
    {
        if (rows.IsNull(columns.Choice, row) || rows.IsNull(columns.Label, row))
        {
            return RowOutcome.Failed(RowErrors.KeyIncomplete(DerivedTables.ChoicesName, rows.IsNull(columns.Choice, row) ? "choice" : "label"));
        }

        var value = columns.Value < 0 || rows.IsNull(columns.Value, row) ? null : (int?)rows.GetInt64(columns.Value, row);
        var reply = await editor.AddOptionAsync(rows.GetText(columns.Choice, row), value, rows.GetText(columns.Label, row), cancellationToken);
        return reply switch
        {
            { Unanswered: { } lost } => reply.NotSent ? RowOutcome.Failed(lost with { Phase = ErrorPhase.Write }) : RowOutcome.Unknown(lost with { Phase = ErrorPhase.Write, Recovery = Recovery.Stop }),
            { Fault.IsAmbiguous: true } => RowOutcome.Unknown(RowErrors.Ambiguous(reply.Fault)),
            { Fault.IsTurnedAway: true } => RowOutcome.Failed(RowErrors.TurnedAway(reply.Fault)),
            { Fault: { } fault } => RowErrors.OfRun(fault, transport.Site) is { } concernsAll ? throw SynclineException.Of(concernsAll) : RowOutcome.Failed(RowErrors.OptionRefused(fault)),
            _ => RowOutcome.Done,
        };
    }
}
