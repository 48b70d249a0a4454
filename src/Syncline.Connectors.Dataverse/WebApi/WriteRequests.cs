using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Sends write requests and reads what came back. Each is sent once, but for a token that is renewed.</summary>
internal sealed class WriteRequests(WebApiClient client)
{
    private const int MaxReplyBytes = 64 * 1024 * 1024;

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

        var address = new Uri(client.Addresses.WebApi, $"{plan.Table.EntitySetName}/Microsoft.Dynamics.CRM.{message}");
        return await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, address) { Content = Json(body.WrittenMemory) },
            async response => await ReadBulkAsync(response, rows.Length, cancellationToken), cancellationToken);
    }

    public ValueTask<WriteReply> SendOneAsync(RowWritePlan plan, int row, CancellationToken cancellationToken) => plan.Kind switch
    {
        WriteKind.Insert => SendAsync(
            () => Request(HttpMethod.Post, plan.Table.EntitySetName, Body(plan, row)),
            response => ValueTask.FromResult(new WriteReply { Ids = OneId(EntityId(response)) }), cancellationToken),

        // Without a condition the server would make the row when it is gone: If-Match keeps an update an update
        // (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-conditional-operations-using-web-api).
        WriteKind.Update => SendAsync(
            () => Conditional(Request(HttpMethod.Patch, RowAddress.Of(plan, row, escape: true), Body(plan, row)), plan.ExpectedVersion(row) ?? "*"),
            response => ValueTask.FromResult(new WriteReply { Ids = OneId(EntityId(response)) }), cancellationToken),

        WriteKind.Upsert => SendAsync(
            () => Upsert(plan, row),
            async response => await ReadUpsertAsync(response, plan, cancellationToken), cancellationToken),

        WriteKind.Delete => SendAsync(
            () => Conditional(Request(HttpMethod.Delete, RowAddress.Of(plan, row, escape: true), null), plan.ExpectedVersion(row)),
            _ => ValueTask.FromResult(new WriteReply()), cancellationToken),

        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Kind, "Unknown kind of write."),
    };

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
            var reply = response.IsSuccessStatusCode
                ? await read(response)
                : new WriteReply { Fault = await FaultReader.ReadAsync(response, cancellationToken) };
            return reply with { RecommendedParallelism = Hint(response) };
        }
        catch (Exception exception) when (left
            && (exception is OperationCanceledException or ConnectionException || WebApiClient.IsUnanswered(exception, cancellationToken)))
        {
            var error = cancellationToken.IsCancellationRequested && exception is OperationCanceledException
                ? ConnectionErrors.Cancelled(client.Addresses)
                : ConnectionErrors.Unanswered(exception, client.Addresses, out notSent);
            return new WriteReply { Unanswered = error with { Phase = ErrorPhase.Write }, NotSent = notSent };
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or FormatException)
        {
            return new WriteReply { Unanswered = ConnectionErrors.AnswerBroken(client.Addresses, "a write") with { Phase = ErrorPhase.Write } };
        }
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

    private static async ValueTask<WriteReply> ReadUpsertAsync(HttpResponseMessage response, RowWritePlan plan, CancellationToken cancellationToken)
    {
        using var body = await PageBuffer.ReadAsync(response.Content, MaxReplyBytes, cancellationToken);
        if (body.Written.IsEmpty)
        {
            return new WriteReply { Ids = OneId(EntityId(response)) };
        }

        using var document = JsonDocument.Parse(body.Written.ToArray());
        var id = document.RootElement.TryGetProperty(plan.Table.PrimaryId, out var value) && value.TryGetGuid(out var guid) ? guid.ToString("D") : EntityId(response);
        return new WriteReply { Ids = OneId(id), Inserted = [response.StatusCode == System.Net.HttpStatusCode.Created] };
    }

    private HttpRequestMessage Upsert(RowWritePlan plan, int row)
    {
        // Only a representation tells made (201) from changed (200): without one both are 204.
        var request = Request(HttpMethod.Patch, $"{RowAddress.Of(plan, row, escape: true)}?$select={plan.Table.PrimaryId}", Body(plan, row));
        request.Headers.TryAddWithoutValidation("Prefer", "return=representation");
        return Conditional(request, plan.ExpectedVersion(row));
    }

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content) =>
        new(method, new Uri(client.Addresses.WebApi, path)) { Content = content };

    private static HttpRequestMessage Conditional(HttpRequestMessage request, string? version)
    {
        if (version is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        return request;
    }

    private static ReadOnlyMemoryContent Body(RowWritePlan plan, int row)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, RowJson.Options))
        {
            RowJson.WriteBody(json, plan, row);
        }

        return Json(body.WrittenMemory);
    }

    private static ReadOnlyMemoryContent Json(ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return content;
    }

    /// <summary>The id in <c>OData-EntityId: …/accounts(5b4c…)</c>; null where the header repeats an alternate key.</summary>
    private static string? EntityId(HttpResponseMessage response)
    {
        var address = FaultReader.Header(response, "OData-EntityId");
        if (address is null || address.LastIndexOf('(') is var open && open < 0 || !address.EndsWith(')'))
        {
            return null;
        }

        return Guid.TryParse(address.AsSpan(open + 1, address.Length - open - 2), out var id) ? id.ToString("D") : null;
    }

    private static string[]? OneId(string? id) => id is null ? null : [id];

    private static int? Hint(HttpResponseMessage response) =>
        int.TryParse(FaultReader.Header(response, "x-ms-dop-hint"), NumberStyles.None, CultureInfo.InvariantCulture, out var hint) && hint > 0 ? hint : null;
}
