using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Files;

/// <summary>Puts contents into file and image columns and takes them out, for the routes and for the messages alike.</summary>
internal sealed class FileWriting(SiteStore store, FileContents files, RowWriting rows, AccessControl access)
{
    /// <summary>Puts a file into a column.</summary>
    public StoredFile Put(SiteRequest request, Table table, Guid rowId, Column column, string name, string? mimeType, ReadOnlyMemory<byte> content)
    {
        CheckSize(column, content.Length);
        var type = column.Type == ColumnType.Image
            ? ImageFormat.MimeTypeOf(content.Span) ?? throw SiteErrors.BadImage("the content is no PNG, JPEG, GIF or BMP image.")
            : mimeType ?? "application/octet-stream";
        var file = files.Add(name, type, content);
        store.Write(request.Changes, transaction => rows.SetFile(transaction, Require(request, transaction, table, rowId), column, file, request.Actor));
        request.Work.RowsWritten++;
        return file;
    }

    /// <summary>Empties a column.</summary>
    public void Clear(SiteRequest request, Table table, Guid rowId, Column column)
    {
        store.Write(request.Changes, transaction => rows.SetFile(transaction, Require(request, transaction, table, rowId), column, null, request.Actor));
        request.Work.RowsWritten++;
    }

    /// <summary>The content of a column, or null when it is empty.</summary>
    public StoredFile? Find(Row row, Column column) =>
        (column.Type == ColumnType.Image ? row.Table.Find(column.Name + "id") : column) is { } holder && row[holder] is Guid id ? files.Find(id) : null;

    public static void CheckSize(Column column, long length)
    {
        if (column.MaxSize is { } most && length > most * 1024L)
        {
            throw new SiteException(400, "0x80044a02", $"Attachment file size is too big. The column '{column.Name}' takes {most} KB.") { Name = "AttachmentFileSizeExceeded" };
        }
    }

    private Row Require(SiteRequest request, Transaction transaction, Table table, Guid id)
    {
        var row = transaction.Find(table, id) ?? throw SiteErrors.DoesNotExist(table, id);
        access.Demand(request, Privilege.Write, row);
        return row;
    }
}
