using System.Collections.Concurrent;
using System.Text.Json;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Functions;

/// <summary>The messages that move files in blocks (PROTOCOL 5.12; Microsoft Learn: "Use file column data").</summary>
internal sealed class FileMessages(Catalog catalog, SiteStore store, FileContents files, FileWriting writing)
{
    private const int MaxBlock = 4 * 1024 * 1024;
    private readonly ConcurrentDictionary<string, UploadSession> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StoredFile> _downloads = new(StringComparer.Ordinal);

    public SiteAnswer InitializeUpload(SiteRequest request, JsonElement body)
    {
        var (row, column) = Target(request, body);
        var token = Guid.NewGuid().ToString("N");
        _uploads[token] = new UploadSession(row.Table, row.Id, column, MessageBody.Text(body, "FileName"));
        return MessageBody.Answer(request, "InitializeFileBlocksUploadResponse", json => json.WriteString("FileContinuationToken", token));
    }

    public SiteAnswer UploadBlock(JsonElement body)
    {
        var upload = Upload(body);
        var data = body.TryGetProperty("BlockData", out var given) && given.ValueKind == JsonValueKind.String && given.TryGetBytesFromBase64(out var bytes) ? bytes : throw MessageBody.Missing("BlockData");
        if (data.Length > MaxBlock)
        {
            throw new SiteException(400, "0x80040203", $"A block can have {MaxBlock} bytes at most; this one has {data.Length}.") { Name = "InvalidArgument" };
        }

        lock (upload)
        {
            upload.Blocks[MessageBody.Text(body, "BlockId")] = data;
        }

        return SiteAnswer.NoContent();
    }

    public SiteAnswer CommitUpload(SiteRequest request, JsonElement body)
    {
        var upload = Upload(body);
        using var content = new MemoryStream();
        lock (upload)
        {
            foreach (var id in body.TryGetProperty("BlockList", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw MessageBody.Missing("BlockList"))
            {
                content.Write(upload.Blocks.TryGetValue(id.GetString() ?? "", out var block) ? block : throw new SiteException(400, "0x80040203", $"The block '{id}' was not uploaded.") { Name = "InvalidArgument" });
            }
        }

        var file = writing.Put(request, upload.Table, upload.Row, upload.Column, MessageBody.Text(body, "FileName"), MessageBody.Text(body, "MimeType"), content.ToArray());
        _uploads.TryRemove(MessageBody.Text(body, "FileContinuationToken"), out _);
        return MessageBody.Answer(request, "CommitFileBlocksUploadResponse", json =>
        {
            json.WriteString("FileId", file.Id);
            json.WriteNumber("FileSizeInBytes", file.Content.Length);
        });
    }

    public SiteAnswer InitializeDownload(SiteRequest request, JsonElement body)
    {
        var (row, column) = Target(request, body);
        var file = writing.Find(row, column) ?? throw new SiteException(404, "0x80040217", $"No file attachment found for attribute: {column.Name} EntityId: {row.Id}.") { Name = "ObjectDoesNotExist" };
        var token = Guid.NewGuid().ToString("N");
        _downloads[token] = file;
        return MessageBody.Answer(request, "InitializeFileBlocksDownloadResponse", json =>
        {
            json.WriteString("FileContinuationToken", token);
            json.WriteNumber("FileSizeInBytes", file.Content.Length);
            json.WriteString("FileName", file.Name);
            json.WriteBoolean("IsChunkingSupported", true);
        });
    }

    public SiteAnswer DownloadBlock(SiteRequest request, JsonElement body)
    {
        var file = _downloads.GetValueOrDefault(MessageBody.Text(body, "FileContinuationToken")) ?? throw Unknown();
        var (offset, length) = (MessageBody.Number(body, "Offset"), MessageBody.Number(body, "BlockLength"));
        if (offset < 0 || length < 1 || offset >= file.Content.Length)
        {
            throw new SiteException(400, "0x80040203", $"The block {offset}+{length} is not within the file's {file.Content.Length} bytes.") { Name = "InvalidArgument" };
        }

        var block = file.Content.Slice((int)offset, (int)Math.Min(length, file.Content.Length - offset));
        return MessageBody.Answer(request, "DownloadBlockResponse", json => json.WriteBase64String("Data", block.Span));
    }

    public SiteAnswer Delete(SiteRequest request, JsonElement body)
    {
        var id = Guid.TryParse(MessageBody.Text(body, "FileId"), out var given) && files.Find(given) is not null ? given : throw new SiteException(404, "0x80040217", "There is no file with this FileId.") { Name = "ObjectDoesNotExist" };
        var snapshot = store.See(request.Changes);
        foreach (var table in catalog.Tables)
        {
            foreach (var column in table.Columns.Where(column => column.Type == ColumnType.File))
            {
                if (snapshot[table].ByKey.All().FirstOrDefault(row => row[column] is Guid held && held == id) is { } row)
                {
                    writing.Clear(request, table, row.Id, column);
                }
            }
        }

        return SiteAnswer.NoContent();
    }

    private static SiteException Unknown() => new(400, "0x80040203", "The FileContinuationToken is unknown.") { Name = "InvalidArgument" };

    private UploadSession Upload(JsonElement body) => _uploads.GetValueOrDefault(MessageBody.Text(body, "FileContinuationToken")) ?? throw Unknown();

    private (Row Row, Column Column) Target(SiteRequest request, JsonElement body)
    {
        var target = body.TryGetProperty("Target", out var given) && given.ValueKind == JsonValueKind.Object ? given : throw MessageBody.Missing("Target");
        var type = MessageBody.Text(target, "@odata.type").TrimStart('#');
        var table = catalog.Tables.FirstOrDefault(candidate => candidate.TypeName == type) ?? throw SiteErrors.NoSegment(type);
        var id = target.TryGetProperty(table.PrimaryId.Name, out var key) && key.TryGetGuid(out var guid) ? guid : throw MessageBody.Missing(table.PrimaryId.Name);
        var name = MessageBody.Text(body, "FileAttributeName");
        var column = table.Find(name) is { Type: ColumnType.File or ColumnType.Image } found ? found : throw new SiteException(400, "0x80041103", $"'{name}' is no file or image column of '{table.Name}'.") { Name = "QueryBuilderNoAttribute" };
        return (store.See(request.Changes)[table].Find(id) ?? throw SiteErrors.DoesNotExist(table, id), column);
    }
}
