using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.WebApi.Batches;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Sends write requests and reads what came back. Each is sent once, but for a token that is renewed.</summary>
internal sealed class WriteRequests(WebApiClient client, WriteHeaders settings)
{
    private const int MaxReplyBytes = 64 * 1024 * 1024;

    private readonly RowOperations operations = new(settings, client.Addresses.WebApi);

    public async ValueTask<WriteReply> SendBulkAsync(
        BulkMessage message, RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(rows.Length * 256);
        await using (var json = new Utf8JsonWriter(body, RowJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("Targets");
            foreach (var row in rows.ToArray())
            {
                RowJson.WriteTarget(json, plan, row);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var path = settings.Tagged($"{plan.Table.EntitySetName}/Microsoft.Dynamics.CRM.{message}");

        // Only among annotations does an elastic table tell which rows it took. It is asked of every table: to take an elastic one for a standard one
        // would send rows twice.
        KeyValuePair<string, string>[] headers = [.. settings.Headers, new("Prefer", "odata.include-annotations=\"*\"")];
        return await SendAsync(
            () => Request(new RowOperation(HttpMethod.Post, path, body.WrittenMemory, headers)),
            async response => response.IsSuccessStatusCode
                ? await ReadBulkAsync(response, rows.Length, cancellationToken)
                : new WriteReply { Fault = await FaultReader.ReadAsync(response, cancellationToken) },
            cancellationToken);
    }

    /// <summary>Sends each row as an operation of its own in one <c>$batch</c> request; the reply has one part per row.</summary>
    public async ValueTask<WriteReply> SendBatchAsync(RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken)
    {
        var batch = new BatchBody(client.Addresses.WebApi.AbsolutePath, $"batch_{Guid.NewGuid():N}");
        foreach (var row in rows.ToArray())
        {
            batch.Add(operations.Of(plan, row));
        }

        var body = batch.End();
        return await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, new Uri(client.Addresses.WebApi, "$batch")) { Content = new ReadOnlyMemoryContent(body) };
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/mixed; boundary=\"{batch.Boundary}\"");
                request.Headers.TryAddWithoutValidation("Prefer", "odata.continue-on-error");
                return request;
            },
            async response => await ReadBatchAsync(response, plan, rows.Length, cancellationToken), cancellationToken);
    }

    public ValueTask<WriteReply> SendOneAsync(RowWritePlan plan, int row, CancellationToken cancellationToken) => SendAsync(
        () => Request(operations.Of(plan, row)),
        async response => response.IsSuccessStatusCode
            ? OperationAnswers.Read(await WholeAsync(response, cancellationToken), plan)
            : new WriteReply { Fault = await FaultReader.ReadAsync(response, cancellationToken) },
        cancellationToken);

    private async ValueTask<WriteReply> SendAsync(
        Func<HttpRequestMessage> make, Func<HttpResponseMessage, ValueTask<WriteReply>> read, CancellationToken cancellationToken)
    {
        var left = false;
        var notSent = false;
        try
        {
            using var response = await client.SendAsync(
                () =>
                {
                    var request = make();
                    left = true;
                    return request;
                },
                cancellationToken);
            var reply = await read(response);
            return reply with
            {
                RecommendedParallelism = LimitHeaders.Parallelism(response) ?? reply.RecommendedParallelism,
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
        catch (Exception exception) when (exception is JsonException or InvalidDataException or FormatException)
        {
            return Broken();
        }
    }

    private WriteReply Broken() => new() { Unanswered = ConnectionErrors.AnswerBroken(client.Addresses, "a write") with { Phase = ErrorPhase.Write } };

    private async ValueTask<WriteReply> ReadBatchAsync(HttpResponseMessage response, RowWritePlan plan, int rows, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType;
        if (type?.MediaType != "multipart/mixed")
        {
            return response.IsSuccessStatusCode ? Broken() : new WriteReply { Fault = await FaultReader.ReadAsync(response, cancellationToken) };
        }

        var boundary = type.Parameters.FirstOrDefault(parameter => parameter.Name == "boundary")?.Value?.Trim('"') ?? string.Empty;
        using var body = await PageBuffer.ReadAsync(response.Content, MaxReplyBytes, cancellationToken);
        var answers = BatchAnswer.Parts(body.Written.ToArray(), boundary);
        if (answers.Count > rows)
        {
            return Broken();
        }

        var parts = answers.Select(answer => OperationAnswers.Read(answer, plan)).ToList();

        // A server that stops at the first error, although asked to go on, says so by its last answer: what follows was not carried out.
        // Where answers are missing for no such reason, their rows are in doubt.
        var missing = parts is [.., { Fault: not null }]
            ? new WriteReply { Unanswered = RowErrors.NotSent(RowErrors.StoppedEarlier), NotSent = true }
            : Broken();
        parts.AddRange(Enumerable.Repeat(missing, rows - parts.Count));
        return new WriteReply { Parts = parts };
    }

    private static async ValueTask<WriteReply> ReadBulkAsync(HttpResponseMessage response, int rows, CancellationToken cancellationToken)
    {
        using var body = await PageBuffer.ReadAsync(response.Content, MaxReplyBytes, cancellationToken);
        if (body.Written.IsEmpty)
        {
            return new WriteReply();
        }

        using var document = JsonDocument.Parse(body.Written.ToArray());
        if (document.RootElement.TryGetProperty("Ids", out var ids) && ids.ValueKind == JsonValueKind.Array && ids.GetArrayLength() == rows)
        {
            return new WriteReply { Ids = [.. ids.EnumerateArray().Select(id => id.GetGuid().ToString("D"))] };
        }

        return new WriteReply();
    }

    private static async ValueTask<OperationAnswer> WholeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers)
        {
            headers.TryAdd(name, values.First());
        }

        if (response.Content.Headers.ContentLength == 0)
        {
            return new OperationAnswer((int)response.StatusCode, headers, default);
        }

        using var body = await PageBuffer.ReadAsync(response.Content, MaxReplyBytes, cancellationToken);
        return new OperationAnswer((int)response.StatusCode, headers, body.Written.ToArray());
    }

    private HttpRequestMessage Request(RowOperation operation)
    {
        var request = new HttpRequestMessage(operation.Method, new Uri(client.Addresses.WebApi, operation.Path));
        foreach (var (name, value) in operation.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (operation.Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        }

        return request;
    }
}
