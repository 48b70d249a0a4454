using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Files;
using Syncline.Connectors.Dataverse.OrganizationService.Metadata;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using System.Xml.Linq;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Speaks the Organization Service: SOAP 1.1 with the types of its data contracts.</summary>
internal sealed class OrganizationServiceTransport : IDataverseTransport
{
    private readonly OrganizationServiceClient client;
    private readonly IdentityReader identity;
    private readonly MetadataReader metadata;
    private readonly RowReader rows;
    private readonly ViewReader views;
    private readonly SmallRows small;
    private readonly ChangeReader changes;
    private readonly WriteRequests writes;
    private readonly FileRequests files;

    public OrganizationServiceTransport(OrganizationServiceClient client, WriteSettings settings)
    {
        this.client = client;
        identity = new IdentityReader(client);
        metadata = new MetadataReader(client);
        rows = new RowReader(client);
        views = new ViewReader(client);
        small = new SmallRows(client);
        changes = new ChangeReader(client);
        writes = new WriteRequests(client, settings);
        Ranges = new RangeRequests(client);
        files = new FileRequests(client, writes, settings);
        Choices = new ChoiceRequests(client);
    }

    public SiteAddresses Site => client.Addresses;

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => identity.ReadAsync(cancellationToken);

    public ValueTask<IReadOnlyList<EntityDescription>> ListEntitiesAsync(CancellationToken cancellationToken) => metadata.ListAsync(cancellationToken);

    public ValueTask<EntityDescription?> DescribeEntityAsync(string logicalName, CancellationToken cancellationToken) => metadata.DescribeAsync(logicalName, cancellationToken);

    public ValueTask<IReadOnlySet<string>> ListKeyedTablesAsync(CancellationToken cancellationToken) => metadata.ListKeyedAsync(cancellationToken);

    public IRangeCounter Ranges { get; }

    public IChoiceEditor Choices { get; }

    public IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, CancellationToken cancellationToken) => rows.ReadAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<ViewDescription>> ListViewsAsync(string? table, CancellationToken cancellationToken) => views.ListAsync(table, cancellationToken);

    public ValueTask<IReadOnlyList<EntityDescription>> ListColumnsAsync(CancellationToken cancellationToken) => metadata.ListColumnsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipDescription>> ListRelationshipsAsync(CancellationToken cancellationToken) => metadata.ListRelationshipsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<GlobalChoice>> ListGlobalChoicesAsync(CancellationToken cancellationToken) => metadata.ListGlobalChoicesAsync(cancellationToken);

    /// <summary>
    /// The server counts from a snapshot of up to a day, and only tables that it keeps such counts of
    /// (https://learn.microsoft.com/dotnet/api/microsoft.crm.sdk.messages.retrievetotalrecordcountrequest).
    /// </summary>
    public async ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            var message = new OrganizationMessage("RetrieveTotalRecordCount").With("EntityNames", XmlValue.Texts([table]));
            var counts = await client.FindAsync(message, $"the number of rows of \"{table}\"", ReadCounts, cancellationToken);
            return counts is not null && counts.TryGetValue(table, out var count) ? count : null;
        }
        catch (ReadException exception) when (IsUntold(exception))
        {
            return null;
        }
    }

    public IAsyncEnumerable<ChangeBatch> ReadChangesAsync(RowQuery query, string? since, CancellationToken cancellationToken) => changes.ReadAsync(query, since, cancellationToken);

    /// <summary>Asks for the message's registration with the table
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations#availability-with-standard-tables).</summary>
    public async ValueTask<bool?> OffersBulkAsync(string table, BulkMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var entity = new XElement(
                "entity", new XAttribute("name", "sdkmessagefilter"), new XElement("attribute", new XAttribute("name", "sdkmessagefilterid")),
                new XElement("filter", Condition("primaryobjecttypecode", table)),
                new XElement(
                    "link-entity", new XAttribute("name", "sdkmessage"), new XAttribute("from", "sdkmessageid"), new XAttribute("to", "sdkmessageid"),
                    new XElement("filter", Condition("name", message.ToString()))));
            return (await small.ReadAsync(entity, "which bulk messages a table takes", cancellationToken)).Count > 0;
        }
        catch (ReadException exception) when (IsUntold(exception))
        {
            return null;
        }
    }

    public ValueTask<WriteReply> SendBulkAsync(BulkMessage message, RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) =>
        writes.SendBulkAsync(message, plan, rows, cancellationToken);

    public ValueTask<WriteReply> SendBatchAsync(RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) =>
        writes.SendBatchAsync(plan, rows, cancellationToken);

    public async ValueTask<FileDownload?> DownloadAsync(TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken) =>
        await files.OpenAsync(table, id, column, cancellationToken) is { } blocks ? new FileDownload(blocks, blocks.Length) : null;

    public ValueTask<WriteReply> UploadAsync(TableDefinition table, Guid id, ColumnDefinition column, string name, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken) =>
        files.UploadAsync(table, id, column, name, content, cancellationToken);

    public ValueTask<WriteReply> SendOneAsync(RowWritePlan plan, int row, CancellationToken cancellationToken) => writes.SendOneAsync(plan, row, cancellationToken);

    private static Dictionary<string, long> ReadCounts(XmlCursor cursor)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        SoapAnswer.ReadResults(cursor, name =>
        {
            if (name == "EntityRecordCountCollection")
            {
                SoapAnswer.ReadPairs(cursor, table => counts[table] = long.Parse(cursor.Value(), System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                cursor.Skip();
            }
        });
        return counts;
    }

    private static XElement Condition(string attribute, string value) =>
        new("condition", new XAttribute("attribute", attribute), new XAttribute("operator", "eq"), new XAttribute("value", value));

    private static bool IsUntold(ReadException exception) => exception.Error.Id is ErrorIds.ReadPrivilegeMissing or ErrorIds.QueryRefused or ErrorIds.ServerFailed;
}
