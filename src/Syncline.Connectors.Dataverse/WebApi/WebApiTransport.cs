using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Files;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Speaks the Web API, OData v4 over HTTP.</summary>
internal sealed class WebApiTransport(WebApiClient client, WriteSettings settings) : IDataverseTransport
{
    private readonly MetadataReader metadata = new(client);
    private readonly IdentityReader identity = new(client);
    private readonly RowReader rows = new(client);
    private readonly FileRequests files = new(client, new WriteHeaders(settings));
    private readonly ViewReader views = new(client);
    private readonly SiteMetadataReader siteMetadata = new(client);
    private readonly ChangeReader changes = new(client);
    private readonly WriteRequests writes = new(client, new WriteHeaders(settings));

    public IRangeCounter Ranges { get; } = new RangeRequests(client);

    public IChoiceEditor Choices { get; } = new ChoiceRequests(client);

    public SiteAddresses Site => client.Addresses;

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => identity.ReadAsync(cancellationToken);

    public ValueTask<IReadOnlyList<EntityDescription>> ListEntitiesAsync(CancellationToken cancellationToken) => metadata.ListAsync(cancellationToken);

    public ValueTask<IReadOnlySet<string>> ListKeyedTablesAsync(CancellationToken cancellationToken) => metadata.ListKeyedAsync(cancellationToken);

    public ValueTask<EntityDescription?> DescribeEntityAsync(string logicalName, CancellationToken cancellationToken) =>
        metadata.DescribeAsync(logicalName, cancellationToken);

    public IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, CancellationToken cancellationToken) => rows.ReadAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<ViewDescription>> ListViewsAsync(string? table, CancellationToken cancellationToken) => views.ListAsync(table, cancellationToken);

    public ValueTask<IReadOnlyList<EntityDescription>> ListColumnsAsync(CancellationToken cancellationToken) => siteMetadata.ListColumnsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipDescription>> ListRelationshipsAsync(CancellationToken cancellationToken) =>
        siteMetadata.ListRelationshipsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<GlobalChoice>> ListGlobalChoicesAsync(CancellationToken cancellationToken) => siteMetadata.ListGlobalChoicesAsync(cancellationToken);

    /// <summary>
    /// The server counts from a snapshot of up to a day, and only tables that it keeps such counts of
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrievetotalrecordcount).
    /// </summary>
    public async ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await client.FindDocumentAsync($"RetrieveTotalRecordCount(EntityNames=['{table}'])", $"the number of rows of \"{table}\"", cancellationToken);
            return document is not null
                && document.RootElement.TryGetProperty("EntityRecordCountCollection", out var counts)
                && MetadataJson.Members(counts, "Values").FirstOrDefault() is { ValueKind: System.Text.Json.JsonValueKind.Number } count ? count.GetInt64() : null;
        }
        catch (ReadException exception) when (exception.Error.Id is ErrorIds.ReadPrivilegeMissing or ErrorIds.QueryRefused or ErrorIds.ServerFailed)
        {
            return null;
        }
    }

    public IAsyncEnumerable<ChangeBatch> ReadChangesAsync(RowQuery query, string? since, CancellationToken cancellationToken) =>
        changes.ReadAsync(query, since, cancellationToken);

    public ValueTask<WriteReply> SendBulkAsync(
        BulkMessage message, RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) =>
        writes.SendBulkAsync(message, plan, rows, cancellationToken);

    public ValueTask<WriteReply> SendBatchAsync(RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) =>
        writes.SendBatchAsync(plan, rows, cancellationToken);

    public ValueTask<FileDownload?> DownloadAsync(TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken) =>
        files.OpenAsync(table, id, column, cancellationToken);

    public ValueTask<WriteReply> UploadAsync(
        TableDefinition table, Guid id, ColumnDefinition column, string name, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken) =>
        files.UploadAsync(table, id, column, name, content, cancellationToken);

    public ValueTask<WriteReply> SendOneAsync(RowWritePlan plan, int row, CancellationToken cancellationToken) =>
        writes.SendOneAsync(plan, row, cancellationToken);

    /// <summary>
    /// Asks for the message's registration with the table
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations#availability-with-standard-tables). A user who may not
    /// read that gets no answer, and the message is tried.
    /// </summary>
    public async ValueTask<bool?> OffersBulkAsync(string table, BulkMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var filter = Uri.EscapeDataString($"primaryobjecttypecode eq '{table}' and sdkmessageid/name eq '{message}'");
            using var document = await client.FindDocumentAsync(
                $"sdkmessagefilters?$select=sdkmessagefilterid&$filter={filter}&$top=1", "which bulk messages a table takes", cancellationToken);
            return document is null ? null : MetadataJson.Members(document.RootElement, "value").Any();
        }
        catch (ReadException exception) when (exception.Error.Id is ErrorIds.ReadPrivilegeMissing or ErrorIds.QueryRefused or ErrorIds.ServerFailed)
        {
            return null;
        }
    }
}
