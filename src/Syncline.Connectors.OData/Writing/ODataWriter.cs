using System.Net;
using Syncline.Connectors.OData.Model;
using Syncline.Connectors.OData.Protocol;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.OData.Writing;

/// <summary>Writes rows, each by a request of its own, so that each has an answer of its own. Safe for concurrent use.</summary>
internal sealed class ODataWriter(ODataClient client, ODataModel model) : IRowWriter
{
    private readonly OrderSender sender = new(client);

    public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var table = await model.FindAsync(batch.Table, cancellationToken);
        var orders = new RowOrders(table, batch);
        var outcomes = new RowOutcome?[batch.Rows.RowCount];
        var sent = new List<RowOrder>();
        for (var row = 0; row < outcomes.Length; row++)
        {
            var (order, error) = orders.Of(row);
            if (order is null)
            {
                outcomes[row] = RowOutcome.Failed(error!);
            }
            else
            {
                sent.Add(order);
            }
        }

        await SendAsync(sent, batch, outcomes, cancellationToken);
        if (batch.Kind == WriteKind.Upsert)
        {
            // What is not there is made by a request of its own: not every service makes rows by PATCH.
            var missing = sent.Where(order => outcomes[order.Row] is { Error.Id: ODataErrors.RowMissingId } && batch.ExpectedVersions?[order.Row] is null).Select(order => orders.Creation(order.Row)).ToList();
            await SendAsync(missing, batch, outcomes, cancellationToken);
        }

        return new WriteResult { Outcomes = outcomes!, RetryAfter = outcomes.Max(outcome => outcome!.Error?.RetryAfter) };
    }

    private async ValueTask SendAsync(List<RowOrder> orders, WriteBatch batch, RowOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        IReadOnlyList<RowAnswer?> answers;
        try
        {
            answers = orders.Count == 0 ? [] : await sender.SendAsync(orders, cancellationToken);
        }
        catch (SynclineException exception) when (exception is ConnectionException || (exception is SignInException && outcomes.Any(outcome => outcome?.Status == RowStatus.Done)))
        {
            var outcome = Of(exception.Error);
            foreach (var order in orders)
            {
                outcomes[order.Row] = outcome;
            }

            return;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            foreach (var order in orders)
            {
                outcomes[order.Row] = RowOutcome.Unknown(ODataErrors.AnswerLost(exception.Message));
            }

            return;
        }

        foreach (var (order, answer) in orders.Zip(answers))
        {
            outcomes[order.Row] = Of(order, answer, batch.Kind, batch.ExpectedVersions?[order.Row] is not null);
        }
    }

    // Only a lost answer leaves a doubt; after any other trouble nothing was sent.
    private static RowOutcome Of(ErrorDetail trouble) =>
        trouble.Recovery == Recovery.Reconnect ? RowOutcome.Unknown(trouble) : RowOutcome.Failed(trouble with { Phase = ErrorPhase.Write });

    private static RowOutcome Of(RowOrder order, RowAnswer? answer, WriteKind kind, bool isDemanding) => answer switch
    {
        null => RowOutcome.Unknown(ODataErrors.AnswerLost("there is none for this row.")),
        { Trouble: { } trouble } => Of(trouble),
        { IsSuccess: true } => RowOutcome.Done with { Inserted = kind == WriteKind.Upsert ? order.Method == HttpMethod.Post || answer.Status == HttpStatusCode.Created : null },
        { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone } when kind == WriteKind.Delete => RowOutcome.Done,
        { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone } when isDemanding => RowOutcome.Conflict(ODataErrors.RowChanged()),
        { Status: HttpStatusCode.PreconditionFailed } when isDemanding => RowOutcome.Conflict(ODataErrors.RowChanged()),
        { Status: HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.PreconditionFailed } when order.Method == HttpMethod.Patch => RowOutcome.Failed(ODataErrors.RowMissing()),
        _ when ODataErrors.IsBusy(answer.Status) => RowOutcome.Failed(ODataErrors.Busy(answer.Status, answer.RetryAfter)),
        { Status: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } => RowOutcome.Unknown(ODataErrors.AnswerLost($"a gateway answered {(int)answer.Status}.")),
        _ => RowOutcome.Failed(ODataErrors.RowRefused(answer.Status, answer.Code, answer.Text)),
    };
}
