using System.Xml;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Sends messages that write, and reads what came back. Each is sent once, but for a token that is renewed.</summary>
internal sealed class WriteRequests(OrganizationServiceClient client, WriteSettings settings)
{
    private const int MaxReplyBytes = 256 * 1024 * 1024;

    private readonly RowMessages messages = new(settings);

    public ValueTask<WriteReply> SendBulkAsync(BulkMessage message, RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) =>
        SendAsync(() => messages.Of(message, plan, rows), (cursor, _) => WriteReplies.Bulk(cursor, rows.Length), cancellationToken);

    /// <summary>Sends each row as a message of its own in one request; the reply has one part per row.</summary>
    public ValueTask<WriteReply> SendBatchAsync(RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) => SendAsync(
        () => RowMessages.Together(rows.ToArray().Select(row => messages.Of(plan, row))),
        (cursor, answer) => WriteReplies.Multiple(cursor, answer, plan, rows, Broken()), cancellationToken);

    public ValueTask<WriteReply> SendOneAsync(RowWritePlan plan, int row, CancellationToken cancellationToken) =>
        SendAsync(() => messages.Of(plan, row), (cursor, _) => WriteReplies.One(cursor, plan, row), cancellationToken);

    /// <summary>Sends a message that writes.</summary>
    /// <param name="make">Makes the message.</param>
    /// <param name="read">Reads the response that the cursor stands on.</param>
    /// <param name="cancellationToken">Cancels; after the request has left its outcome is unknown then.</param>
    public async ValueTask<WriteReply> SendAsync(Func<OrganizationMessage> make, Func<XmlCursor, ServerFault, WriteReply> read, CancellationToken cancellationToken)
    {
        var left = false;
        var notSent = false;
        try
        {
            using var response = await client.SendAsync(
                () =>
                {
                    var envelope = SoapEnvelope.Execute(make(), settings);
                    left = true;
                    return envelope;
                },
                isSafe: false, cancellationToken);
            return await ReadAsync(response, read, cancellationToken) with
            {
                RecommendedParallelism = LimitHeaders.Parallelism(response),
                Headroom = LimitHeaders.Headroom(response),
            };
        }
        catch (Exception exception) when (left
            && (exception is OperationCanceledException or ConnectionException || HttpAnswers.IsUnanswered(exception, cancellationToken)))
        {
            var error = cancellationToken.IsCancellationRequested && exception is OperationCanceledException
                ? ConnectionErrors.Cancelled(client.Addresses)
                : ConnectionErrors.Unanswered(exception, client.Addresses, out notSent);
            return new WriteReply { Unanswered = error with { Phase = ErrorPhase.Write }, NotSent = notSent };
        }
        catch (Exception exception) when (exception is XmlException or FormatException or OverflowException or InvalidDataException)
        {
            return Broken();
        }
    }

    private async ValueTask<WriteReply> ReadAsync(HttpResponseMessage response, Func<XmlCursor, ServerFault, WriteReply> read, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            return new WriteReply { Fault = await FaultReader.ReadAsync(response, cancellationToken) };
        }

        if (!SoapAnswer.IsSoap(response))
        {
            return Broken();
        }

        using var body = await PageBuffer.ReadAsync(response.Content, MaxReplyBytes, cancellationToken);
        var cursor = new XmlCursor(body.Segment);
        SoapAnswer.EnterResult(cursor);
        var reply = read(cursor, new ServerFault { Status = (int)response.StatusCode, RequestId = HttpAnswers.RequestId(response) });
        SoapAnswer.LeaveResult(cursor);
        return reply;
    }

    private WriteReply Broken() => new() { Unanswered = ConnectionErrors.AnswerBroken(client.Addresses, "a write") with { Phase = ErrorPhase.Write } };
}
