using System.Globalization;
using System.Xml;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Downloads and uploads files and images in blocks (https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data). An image of the
/// table's own (<c>entityimage</c>) and a removal need none: the first is a value, the second an update or a deletion.
/// </summary>
internal sealed class FileRequests(OrganizationServiceClient client, WriteRequests writes, WriteSettings settings)
{
    private const int BlockSize = 4 * 1024 * 1024;
    private const int MaxFileBytes = 1024 * 1024 * 1024;

    private readonly RowMessages messages = new(settings);
    private readonly SmallRows rows = new(client);

    /// <summary>The content, block after block as it is read; null when there is none.</summary>
    public async ValueTask<FileBlocks?> OpenAsync(TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken)
    {
        var subject = $"column \"{column.LogicalName}\" of table \"{table.LogicalName}\"";
        var message = new OrganizationMessage("InitializeFileBlocksDownload")
            .With("Target", XmlValue.Reference(table.LogicalName, id))
            .With("FileAttributeName", XmlValue.Text(column.LogicalName));
        if (await client.FindAsync(message, subject, Texts, cancellationToken) is not { } begun)
        {
            return null;
        }

        var token = begun.GetValueOrDefault("FileContinuationToken");
        if (token is null || !int.TryParse(begun.GetValueOrDefault("FileSizeInBytes"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > MaxFileBytes)
        {
            throw new ConnectionException(ConnectionErrors.AnswerBroken(client.Addresses, subject));
        }

        return new FileBlocks(size, BlockSize, (at, length, cancel) => client.AskAsync(
            new OrganizationMessage("DownloadBlock")
                .With("Offset", XmlValue.LongNumber(at))
                .With("BlockLength", XmlValue.LongNumber(length))
                .With("FileContinuationToken", XmlValue.Text(token)),
            subject, cursor => Convert.FromBase64String(Texts(cursor).GetValueOrDefault("Data") ?? string.Empty), cancel));
    }

    /// <summary>Sets the content, or removes it when it is null.</summary>
    public async ValueTask<WriteReply> UploadAsync(TableDefinition table, Guid id, ColumnDefinition column, string name, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken)
    {
        if (column.Type == AttributeType.Image)
        {
            return await SendAsync(Update(table, id, column, content is { } image ? XmlValue.Bytes(image) : XmlValue.Nil), null, cancellationToken);
        }

        return content is { } file ? await UploadBlocksAsync(table, id, column, name, file, cancellationToken) : await RemoveAsync(table, id, column, cancellationToken);
    }

    private async ValueTask<WriteReply> UploadBlocksAsync(
        TableDefinition table, Guid id, ColumnDefinition column, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string? token = null;
        var begun = await SendAsync(
            messages.Begin("InitializeFileBlocksUpload")
                .With("Target", XmlValue.Reference(table.LogicalName, id))
                .With("FileAttributeName", XmlValue.Text(column.LogicalName))
                .With("FileName", XmlValue.Text(name)),
            results => token = results.GetValueOrDefault("FileContinuationToken"), cancellationToken);
        if (!begun.IsSuccess)
        {
            return begun;
        }

        if (token is null)
        {
            return new WriteReply { Unanswered = ConnectionErrors.AnswerBroken(client.Addresses, "the upload of a file") with { Phase = ErrorPhase.Write } };
        }

        var blocks = new List<string>();
        for (var at = 0; at < content.Length || blocks.Count == 0; at += BlockSize)
        {
            // Ids of one file's blocks are of one length, in Base64.
            var block = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
            blocks.Add(block);
            var sent = await SendAsync(
                messages.Begin("UploadBlock")
                    .With("BlockId", XmlValue.Text(block))
                    .With("BlockData", XmlValue.Bytes(content.Slice(at, Math.Min(BlockSize, content.Length - at))))
                    .With("FileContinuationToken", XmlValue.Text(token)),
                null, cancellationToken);
            if (!sent.IsSuccess)
            {
                return sent;
            }
        }

        return await SendAsync(
            messages.Begin("CommitFileBlocksUpload")
                .With("FileName", XmlValue.Text(name))
                .With("MimeType", XmlValue.Text("application/octet-stream"))
                .With("BlockList", XmlValue.Texts(blocks))
                .With("FileContinuationToken", XmlValue.Text(token)),
            null, cancellationToken);
    }

    /// <summary>A file is removed by its own id, which the row has.</summary>
    private async ValueTask<WriteReply> RemoveAsync(TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken)
    {
        var row = await rows.FindAsync(table.LogicalName, id, [column.LogicalName], $"column \"{column.LogicalName}\" of table \"{table.LogicalName}\"", cancellationToken);
        return Guid.TryParse(row?.GetValueOrDefault(column.LogicalName), out var file)
            ? await SendAsync(messages.Begin("DeleteFile").With("FileId", XmlValue.Id(file)), null, cancellationToken)
            : new WriteReply();
    }

    private OrganizationMessage Update(TableDefinition table, Guid id, ColumnDefinition column, Action<XmlWriter> value) => messages.Begin("Update").With("Target", xml =>
    {
        XmlValue.Type(xml, "a:Entity");
        XmlEntity.Write(xml, table.LogicalName, id, attributes => XmlEntity.WritePair(attributes, column.LogicalName, value));
    });

    private ValueTask<WriteReply> SendAsync(OrganizationMessage message, Action<IReadOnlyDictionary<string, string>>? read, CancellationToken cancellationToken) => writes.SendAsync(
        () => message,
        (cursor, _) =>
        {
            var results = Texts(cursor);
            read?.Invoke(results);
            return new WriteReply();
        },
        cancellationToken);

    private static Dictionary<string, string> Texts(XmlCursor cursor)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        SoapAnswer.ReadResults(cursor, name =>
        {
            if (cursor.Text() is { } text)
            {
                texts[name] = text;
            }
        });
        return texts;
    }
}
