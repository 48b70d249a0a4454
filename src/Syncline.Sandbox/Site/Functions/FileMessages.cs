using System.Text.Json;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Functions;

/// <summary>The messages that move files in blocks, as the Web API takes them.</summary>
internal sealed class FileMessages(Catalog catalog, SiteStore store, FileBlocks blocks)
{
    public SiteAnswer InitializeUpload(SiteRequest request, JsonElement body)
    {
        var (row, column) = Target(request, body);
        var token = blocks.BeginUpload(request, row, column, MessageBody.Text(body, "FileName"));
        return MessageBody.Answer(request, "InitializeFileBlocksUploadResponse", json => json.WriteString("FileContinuationToken", token));
    }

    public SiteAnswer UploadBlock(JsonElement body)
    {
        var data = body.TryGetProperty("BlockData", out var given) && given.ValueKind == JsonValueKind.String && given.TryGetBytesFromBase64(out var bytes) ? bytes : throw MessageBody.Missing("BlockData");
        blocks.Upload(MessageBody.Text(body, "FileContinuationToken"), MessageBody.Text(body, "BlockId"), data);
        return SiteAnswer.NoContent();
    }

    public SiteAnswer CommitUpload(SiteRequest request, JsonElement body)
    {
        var list = body.TryGetProperty("BlockList", out var given) && given.ValueKind == JsonValueKind.Array ? given : throw MessageBody.Missing("BlockList");
        var file = blocks.Commit(
            request,
            MessageBody.Text(body, "FileContinuationToken"),
            MessageBody.Text(body, "FileName"),
            MessageBody.Text(body, "MimeType"),
            list.EnumerateArray().Select(id => id.GetString() ?? ""));
        return MessageBody.Answer(request, "CommitFileBlocksUploadResponse", json =>
        {
            json.WriteString("FileId", file.Id);
            json.WriteNumber("FileSizeInBytes", file.Content.Length);
        });
    }

    public SiteAnswer InitializeDownload(SiteRequest request, JsonElement body)
    {
        var (row, column) = Target(request, body);
        var (token, file) = blocks.BeginDownload(request, row, column);
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
        var block = blocks.Download(MessageBody.Text(body, "FileContinuationToken"), MessageBody.Number(body, "Offset"), MessageBody.Number(body, "BlockLength"));
        return MessageBody.Answer(request, "DownloadBlockResponse", json => json.WriteBase64String("Data", block.Span));
    }

    public SiteAnswer Delete(SiteRequest request, JsonElement body)
    {
        blocks.Delete(request, Guid.TryParse(MessageBody.Text(body, "FileId"), out var id) ? id : throw FileBlocks.NoFile());
        return SiteAnswer.NoContent();
    }

    private (Row Row, Column Column) Target(SiteRequest request, JsonElement body)
    {
        var target = body.TryGetProperty("Target", out var given) && given.ValueKind == JsonValueKind.Object ? given : throw MessageBody.Missing("Target");
        var type = MessageBody.Text(target, "@odata.type").TrimStart('#');
        var table = catalog.Tables.FirstOrDefault(candidate => candidate.TypeName == type) ?? throw SiteErrors.NoSegment(type);
        var id = target.TryGetProperty(table.PrimaryId.Name, out var key) && key.TryGetGuid(out var guid) ? guid : throw MessageBody.Missing(table.PrimaryId.Name);
        var column = FileBlocks.ColumnOf(table, MessageBody.Text(body, "FileAttributeName"));
        return (store.See(request.Changes)[table].Find(id) ?? throw SiteErrors.DoesNotExist(table, id), column);
    }
}
