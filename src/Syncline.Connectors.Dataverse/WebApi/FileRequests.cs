using System.Globalization;
using System.Net.Http.Headers;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Files;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Downloads and uploads files and images (https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data). Small ones go up in
/// one request, larger ones in the chunks that the server asks for.
/// </summary>
internal sealed class FileRequests(WebApiClient client, WriteHeaders settings)
{
    private const int MaxFileBytes = 1024 * 1024 * 1024;
    private const int MaxSingleUpload = 4 * 1024 * 1024;

    /// <summary>The content, as it comes; null when there is none.</summary>
    public async ValueTask<FileDownload?> OpenAsync(TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken)
    {
        var subject = $"column \"{column.LogicalName}\" of table \"{table.LogicalName}\"";
        HttpResponseMessage? response = await client.GetAsync(new Uri(client.Addresses.WebApi, $"{Address(table, id, column)}/$value{(column.Type == AttributeType.Image ? "?size=full" : "")}"), null, cancellationToken);
        try
        {
            if (!response.IsSuccessStatusCode)
            {
                var fault = await FaultReader.ReadAsync(response, cancellationToken);
                return fault is { IsDataverse: true, Status: 404 } ? null : throw ReadErrors.Refused(fault, client.Addresses, subject);
            }

            if (response.StatusCode == System.Net.HttpStatusCode.NoContent)
            {
                return null;
            }

            var download = new FileDownload(await response.Content.ReadAsStreamAsync(cancellationToken), response.Content.Headers.ContentLength, response);
            response = null;
            return download;
        }
        finally
        {
            response?.Dispose();
        }
    }

    /// <summary>Sets the content, or removes it when it is null.</summary>
    public async ValueTask<WriteReply> UploadAsync(
        TableDefinition table, Guid id, ColumnDefinition column, string name, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken)
    {
        var address = new Uri(client.Addresses.WebApi, settings.Tagged(Address(table, id, column)));
        if (content is not { } file)
        {
            return await SendAsync(() => Request(HttpMethod.Delete, address), cancellationToken);
        }

        return file.Length <= MaxSingleUpload
            ? await SendAsync(() => Named(Request(HttpMethod.Patch, address, file), name), cancellationToken)
            : await UploadChunksAsync(address, name, file, cancellationToken);
    }

    private async ValueTask<WriteReply> UploadChunksAsync(Uri address, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Uri? session = null;
        var size = MaxSingleUpload;
        var begun = await SendAsync(
            () =>
            {
                var request = Named(Request(HttpMethod.Patch, address), name);
                request.Headers.TryAddWithoutValidation("x-ms-transfer-mode", "chunked");
                return request;
            },
            cancellationToken,
            response =>
            {
                session = response.Headers.Location;
                size = int.TryParse(HttpAnswers.Header(response, "x-ms-chunk-size"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is > 0 and < MaxFileBytes ? asked : size;
            });
        if (!begun.IsSuccess)
        {
            return begun;
        }

        // The session's address has a token of its own; ours goes to the site alone.
        if (session is null || !Uri.TryCreate(client.Addresses.WebApi, session.OriginalString, out var target) || !client.Addresses.Owns(target))
        {
            return new WriteReply { Unanswered = ConnectionErrors.AnswerBroken(client.Addresses, "the upload of a file") with { Phase = ErrorPhase.Write } };
        }

        for (var at = 0; at < content.Length; at += size)
        {
            var (first, length) = (at, Math.Min(size, content.Length - at));
            var reply = await SendAsync(
                () =>
                {
                    var request = Named(Request(HttpMethod.Patch, target, content.Slice(first, length)), name);
                    request.Content!.Headers.ContentRange = new ContentRangeHeaderValue(first, first + length - 1, content.Length);
                    return request;
                },
                cancellationToken);
            if (!reply.IsSuccess)
            {
                return reply;
            }
        }

        return new WriteReply();
    }

    private async ValueTask<WriteReply> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken, Action<HttpResponseMessage>? read = null)
    {
        try
        {
            using var response = await client.SendAsync(make, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return new WriteReply { Fault = await FaultReader.ReadAsync(response, cancellationToken) };
            }

            read?.Invoke(response);
            return new WriteReply();
        }
        catch (Exception exception) when (exception is ConnectionException || HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            return new WriteReply { Unanswered = ConnectionErrors.Unanswered(exception, client.Addresses, out _) };
        }
    }

    private static string Address(TableDefinition table, Guid id, ColumnDefinition column) => $"{table.EntitySetName}({id:D})/{column.LogicalName}";

    private HttpRequestMessage Request(HttpMethod method, Uri address, ReadOnlyMemory<byte>? content = null)
    {
        var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in settings.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (content is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        return request;
    }

    /// <summary>Headers are ASCII: a name beyond it is percent-encoded.</summary>
    private static HttpRequestMessage Named(HttpRequestMessage request, string name)
    {
        request.Headers.TryAddWithoutValidation("x-ms-file-name", name.All(letter => letter is >= ' ' and <= '~') ? name : Uri.EscapeDataString(name));
        return request;
    }
}
