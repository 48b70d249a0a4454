using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>The messages that move files in blocks (PROTOCOL 5.12; Microsoft Learn: "Use file column data").</summary>
internal sealed class FileBlockMessages(SiteStore store, FileBlocks blocks, EntityInput input) : IMessages
{
    public IEnumerable<(string Name, Message Message)> All =>
    [
        ("InitializeFileBlocksUpload", BeginUpload), ("UploadBlock", Upload), ("CommitFileBlocksUpload", Commit),
        ("InitializeFileBlocksDownload", BeginDownload), ("DownloadBlock", Download), ("DeleteFile", Delete),
    ];

    private OrganizationResponse BeginUpload(SiteRequest request, Parameters parameters)
    {
        var name = parameters.Required<string>("FileName");
        var (row, column) = Target(request, parameters);
        return OrganizationResponse.Other("InitializeFileBlocksUpload", new KeyValuePair<string, object?>("FileContinuationToken", blocks.BeginUpload(request, row, column, name)));
    }

    private OrganizationResponse Upload(SiteRequest request, Parameters parameters)
    {
        var (token, id, data) = (parameters.Required<string>("FileContinuationToken"), parameters.Required<string>("BlockId"), parameters.Required<byte[]>("BlockData"));
        parameters.Check();
        blocks.Upload(token, id, data);
        return OrganizationResponse.Other("UploadBlock");
    }

    private OrganizationResponse Commit(SiteRequest request, Parameters parameters)
    {
        var (token, name, type) = (parameters.Required<string>("FileContinuationToken"), parameters.Required<string>("FileName"), parameters.Required<string>("MimeType"));
        var ids = parameters.Required<IReadOnlyList<string>>("BlockList");
        parameters.Check();
        var file = blocks.Commit(request, token, name, type, ids);
        return OrganizationResponse.Other(
            "CommitFileBlocksUpload",
            new KeyValuePair<string, object?>("FileId", file.Id),
            new KeyValuePair<string, object?>("FileSizeInBytes", (long)file.Content.Length));
    }

    private OrganizationResponse BeginDownload(SiteRequest request, Parameters parameters)
    {
        var (row, column) = Target(request, parameters);
        var (token, file) = blocks.BeginDownload(request, row, column);
        return OrganizationResponse.Other(
            "InitializeFileBlocksDownload",
            new KeyValuePair<string, object?>("FileContinuationToken", token),
            new KeyValuePair<string, object?>("FileSizeInBytes", (long)file.Content.Length),
            new KeyValuePair<string, object?>("FileName", file.Name),
            new KeyValuePair<string, object?>("IsChunkingSupported", true));
    }

    private OrganizationResponse Download(SiteRequest request, Parameters parameters)
    {
        var (token, offset, length) = (parameters.Required<string>("FileContinuationToken"), parameters.Required<long>("Offset"), parameters.Required<long>("BlockLength"));
        parameters.Check();
        return OrganizationResponse.Other("DownloadBlock", new KeyValuePair<string, object?>("Data", blocks.Download(token, offset, length).ToArray()));
    }

    private OrganizationResponse Delete(SiteRequest request, Parameters parameters)
    {
        var id = parameters.Required<Guid>("FileId");
        parameters.Check();
        blocks.Delete(request, id);
        return OrganizationResponse.Other("DeleteFile");
    }

    private (Row Row, Column Column) Target(SiteRequest request, Parameters parameters)
    {
        var (target, name) = (parameters.Required<SoapReference>("Target"), parameters.Required<string>("FileAttributeName"));
        parameters.Check();
        var table = input.TableOf(target.LogicalName);
        return (input.Require(new Transaction(store.See(request.Changes)), target), FileBlocks.ColumnOf(table, name));
    }
}
