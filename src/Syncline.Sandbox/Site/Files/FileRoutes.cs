using System.Collections.Concurrent;
using System.Globalization;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Files;

/// <summary>
/// <c>PATCH accounts(id)/column</c> in one piece or in ranges, <c>GET …/$value</c>, <c>DELETE</c> (PROTOCOL 5.12; Microsoft Learn: "Use file column data",
/// "Use image column data").
/// </summary>
internal sealed class FileRoutes(FileWriting writing)
{
    private const int ChunkSize = 4 * 1024 * 1024;
    private const long MostAtOnce = 128L * 1024 * 1024;
    private readonly ConcurrentDictionary<string, UploadSession> _sessions = new(StringComparer.Ordinal);

    public async ValueTask<SiteAnswer> AnswerAsync(SiteRequest request, Row row, Column column, bool isValue)
    {
        switch (request.Method)
        {
            case "GET" when isValue || column.Type == ColumnType.File:
                return Download(request, row, column, isValue);
            case "GET":
                return Image(request, row, column);
            case "PATCH" or "PUT" when !isValue:
                return request.Query["sessiontoken"] is { } token ? await ContinueAsync(request, token) : await UploadAsync(request, row, column);
            case "DELETE" when !isValue:
                writing.Clear(request, row.Table, row.Id, column);
                return SiteAnswer.NoContent();
            default:
                throw SiteErrors.MethodNotAllowed(request.Method);
        }
    }

    /// <summary>An image as a property: base64 text.</summary>
    private SiteAnswer Image(SiteRequest request, Row row, Column column) => writing.Find(row, column) is not { } image
        ? SiteAnswer.NoContent()
        : SiteAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", $"{request.ContextRoot}{row.Table.SetName}({row.Id})/{column.Name}");
            json.WriteBase64String("value", image.Content.Span);
            json.WriteEndObject();
        });

    private SiteAnswer Download(SiteRequest request, Row row, Column column, bool isValue)
    {
        if (writing.Find(row, column) is not { } file)
        {
            return SiteAnswer.NoContent();
        }

        var culture = CultureInfo.InvariantCulture;
        var (from, to) = Range(request.Header("Range"), file.Content.Length);
        var whole = from == 0 && to == file.Content.Length - 1;
        var piece = file.Content.Slice(from, to - from + 1);

        // Bare bytes with /$value; without it the same piece as base64 text in JSON, which is what older clients ask for.
        var answer = isValue
            ? new SiteAnswer(whole ? 200 : 206) { ContentType = "application/octet-stream", Body = async (output, cancellationToken) => await output.WriteAsync(piece, cancellationToken) }
            : SiteAnswer.Json(whole ? 200 : 206, json =>
            {
                json.WriteStartObject();
                json.WriteString("@odata.context", $"{request.ContextRoot}{row.Table.SetName}({row.Id})/{column.Name}");
                json.WriteBase64String("value", piece.Span);
                json.WriteEndObject();
            });
        answer.With("x-ms-file-name", Uri.EscapeDataString(file.Name)).With("x-ms-file-size", file.Content.Length.ToString(culture)).With("mimetype", file.MimeType)
            .With("Content-Disposition", $"attachment; filename=\"{Uri.EscapeDataString(file.Name)}\"");
        return whole ? answer : answer.With("Content-Range", string.Create(culture, $"bytes {from}-{to}/{file.Content.Length}")).With("Accept-Ranges", "bytes");
    }

    private static (int From, int To) Range(string? header, int length)
    {
        if (string.IsNullOrEmpty(header) || length == 0)
        {
            return (0, length - 1);
        }

        var parts = header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) ? header["bytes=".Length..].Split('-') : [];
        return parts is [var first, var last] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from < length
            ? (from, int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? Math.Min(to, length - 1) : length - 1)
            : throw new SiteException(416, "0x80040203", $"The range '{header}' is not within the file's {length} bytes.") { Name = "InvalidArgument" };
    }

    private async Task<SiteAnswer> UploadAsync(SiteRequest request, Row row, Column column)
    {
        var name = Uri.UnescapeDataString(request.Header("x-ms-file-name") ?? request.Query["x-ms-file-name"] ?? (column.Type == ColumnType.Image ? column.Name : throw SiteErrors.BadQuery("The header x-ms-file-name is missing.")));
        if (string.Equals(request.Header("x-ms-transfer-mode"), "chunked", StringComparison.OrdinalIgnoreCase))
        {
            var token = Guid.NewGuid().ToString("N");
            _sessions[token] = new UploadSession(row.Table, row.Id, column, name);
            return new SiteAnswer(200)
                .With("Location", $"{request.ServiceRoot}{row.Table.SetName}({row.Id})/{column.Name}?sessiontoken={token}")
                .With("x-ms-chunk-size", ChunkSize.ToString(CultureInfo.InvariantCulture))
                .With("Accept-Ranges", "bytes");
        }

        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.CancellationToken);
        if (content.Length > MostAtOnce)
        {
            throw new SiteException(413, "0x80044a02", "Attachment file size is too big. A file of more than 128 MB is uploaded in chunks.") { Name = "AttachmentFileSizeExceeded" };
        }

        writing.Put(request, row.Table, row.Id, column, name, request.Header("mimetype"), content.ToArray());
        return SiteAnswer.NoContent();
    }

    /// <summary>One range of an upload: 206 until the last byte of the whole has come, then 204.</summary>
    private async Task<SiteAnswer> ContinueAsync(SiteRequest request, string token)
    {
        if (!_sessions.TryGetValue(token, out var session))
        {
            throw new SiteException(400, "0x80040203", "The sessiontoken is unknown, or its upload has ended.") { Name = "InvalidArgument" };
        }

        var (from, to, whole) = ContentRange(request.Header("Content-Range"));
        FileWriting.CheckSize(session.Column, whole);
        using var piece = new MemoryStream();
        await request.Body.CopyToAsync(piece, request.CancellationToken);
        if (from != session.Content.Length || piece.Length != to - from + 1 || piece.Length > ChunkSize)
        {
            throw new SiteException(400, "0x80040203", $"The range {from}-{to} was not expected: {session.Content.Length} bytes have come, {piece.Length} are in this piece, and a piece has at most {ChunkSize}.") { Name = "InvalidArgument" };
        }

        piece.WriteTo(session.Content);
        if (session.Content.Length < whole)
        {
            return new SiteAnswer(206);
        }

        _sessions.TryRemove(token, out _);
        writing.Put(request, session.Table, session.Row, session.Column, session.FileName, null, session.Content.ToArray());
        return SiteAnswer.NoContent();
    }

    private static (long From, long To, long Whole) ContentRange(string? header)
    {
        var numbers = header?.Replace("bytes ", "", StringComparison.OrdinalIgnoreCase).Split('-', '/') ?? [];
        return numbers is [var first, var last, var all]
            && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && long.TryParse(all, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? (from, to, whole)
            : throw new SiteException(400, "0x80040203", $"Content-Range must be 'bytes FROM-TO/WHOLE', not '{header}'.") { Name = "InvalidArgument" };
    }
}
