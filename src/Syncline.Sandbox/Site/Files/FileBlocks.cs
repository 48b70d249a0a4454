using System.Collections.Concurrent;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Files;

/// <summary>
/// Moves files in blocks, for the messages of every service (PROTOCOL 5.12; Microsoft Learn: "Use file column data"). A token holds between messages, also of
/// different services. Safe for concurrent use.
/// </summary>
internal sealed class FileBlocks(Catalog catalog, SiteStore store, FileContents files, FileWriting writing, AccessControl access)
{
    private const int MaxBlock = 4 * 1024 * 1024;
    private readonly ConcurrentDictionary<string, UploadSession> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StoredFile> _downloads = new(StringComparer.Ordinal);

    /// <summary>The file or image column of a name, or the refusal.</summary>
    public static Column ColumnOf(Table table, string name) => table.Find(name) is { Type: ColumnType.File or ColumnType.Image } found
        ? found
        : throw new SiteException(400, "0x80041103", $"'{name}' is no file or image column of '{table.Name}'.") { Name = "QueryBuilderNoAttribute" };

    /// <summary>Begins an upload; gives its token.</summary>
    public string BeginUpload(SiteRequest request, Row row, Column column, string fileName)
    {
        access.Demand(request, Privilege.Write, row);
        var token = Guid.NewGuid().ToString("N");
        _uploads[token] = new UploadSession(row.Table, row.Id, column, fileName);
        return token;
    }

    public void Upload(string token, string blockId, byte[] data)
    {
        var upload = UploadOf(token);
        if (data.Length > MaxBlock)
        {
            throw new SiteException(400, "0x80040203", $"A block can have {MaxBlock} bytes at most; this one has {data.Length}.") { Name = "InvalidArgument" };
        }

        lock (upload)
        {
            upload.Blocks[blockId] = data;
        }
    }

    /// <summary>Ends an upload: the file is the blocks in the order that is given.</summary>
    public StoredFile Commit(SiteRequest request, string token, string fileName, string mimeType, IEnumerable<string> blockIds)
    {
        var upload = UploadOf(token);
        using var content = new MemoryStream();
        lock (upload)
        {
            foreach (var id in blockIds)
            {
                content.Write(upload.Blocks.TryGetValue(id, out var block) ? block : throw new SiteException(400, "0x80040203", $"The block '{id}' was not uploaded.") { Name = "InvalidArgument" });
            }
        }

        var file = writing.Put(request, upload.Table, upload.Row, upload.Column, fileName, mimeType, content.ToArray());
        _uploads.TryRemove(token, out _);
        return file;
    }

    /// <summary>Begins a download.</summary>
    public (string Token, StoredFile File) BeginDownload(SiteRequest request, Row row, Column column)
    {
        access.Demand(request, Privilege.Read, row);
        var file = writing.Find(row, column) ?? throw new SiteException(404, "0x80040217", $"No file attachment found for attribute: {column.Name} EntityId: {row.Id}.") { Name = "ObjectDoesNotExist" };
        var token = Guid.NewGuid().ToString("N");
        _downloads[token] = file;
        return (token, file);
    }

    public ReadOnlyMemory<byte> Download(string token, long offset, long length)
    {
        var file = _downloads.GetValueOrDefault(token) ?? throw Unknown();
        return offset >= 0 && length >= 1 && offset < file.Content.Length
            ? file.Content.Slice((int)offset, (int)Math.Min(length, file.Content.Length - offset))
            : throw new SiteException(400, "0x80040203", $"The block {offset}+{length} is not within the file's {file.Content.Length} bytes.") { Name = "InvalidArgument" };
    }

    /// <summary>Empties the column that holds a file.</summary>
    public void Delete(SiteRequest request, Guid id)
    {
        if (files.Find(id) is null)
        {
            throw NoFile();
        }

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
    }

    public static SiteException NoFile() => new(404, "0x80040217", "There is no file with this FileId.") { Name = "ObjectDoesNotExist" };

    private static SiteException Unknown() => new(400, "0x80040203", "The FileContinuationToken is unknown.") { Name = "InvalidArgument" };

    private UploadSession UploadOf(string token) => _uploads.GetValueOrDefault(token) ?? throw Unknown();
}
