using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Files;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Rows;
using System.Runtime.CompilerServices;

namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>Any transport, whose rows have their party lists too. What is not about them passes through.</summary>
internal sealed class PartyTransport(IDataverseTransport inner, TableCatalog catalog) : IDataverseTransport
{
    private readonly PartyReader reader = new(inner, catalog);

    public IRangeCounter? Ranges => inner.Ranges;

    public SiteAddresses Site => inner.Site;

    public IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, CancellationToken cancellationToken) =>
        PartyColumns.AreAsked(query) ? ReadWithPartiesAsync(query, cancellationToken) : inner.ReadAsync(query, cancellationToken);

    public IAsyncEnumerable<ChangeBatch> ReadChangesAsync(RowQuery query, string? since, CancellationToken cancellationToken) =>
        PartyColumns.AreAsked(query) ? ReadChangesWithPartiesAsync(query, since, cancellationToken) : inner.ReadChangesAsync(query, since, cancellationToken);

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => inner.IdentifyAsync(cancellationToken);

    public ValueTask<IReadOnlyList<EntityDescription>> ListEntitiesAsync(CancellationToken cancellationToken) => inner.ListEntitiesAsync(cancellationToken);

    public ValueTask<EntityDescription?> DescribeEntityAsync(string logicalName, CancellationToken cancellationToken) => inner.DescribeEntityAsync(logicalName, cancellationToken);

    public ValueTask<IReadOnlySet<string>> ListKeyedTablesAsync(CancellationToken cancellationToken) => inner.ListKeyedTablesAsync(cancellationToken);

    public ValueTask<IReadOnlyList<ViewDescription>> ListViewsAsync(string? table, CancellationToken cancellationToken) => inner.ListViewsAsync(table, cancellationToken);

    public ValueTask<IReadOnlyList<EntityDescription>> ListColumnsAsync(CancellationToken cancellationToken) => inner.ListColumnsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipDescription>> ListRelationshipsAsync(CancellationToken cancellationToken) => inner.ListRelationshipsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<GlobalChoice>> ListGlobalChoicesAsync(CancellationToken cancellationToken) => inner.ListGlobalChoicesAsync(cancellationToken);

    public IChoiceEditor Choices => inner.Choices;

    public ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken) => inner.EstimateRowsAsync(table, cancellationToken);

    public ValueTask<bool?> OffersBulkAsync(string table, BulkMessage message, CancellationToken cancellationToken) => inner.OffersBulkAsync(table, message, cancellationToken);

    public ValueTask<WriteReply> SendBulkAsync(BulkMessage message, RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) =>
        inner.SendBulkAsync(message, plan, rows, cancellationToken);

    public ValueTask<WriteReply> SendBatchAsync(RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) => inner.SendBatchAsync(plan, rows, cancellationToken);

    public ValueTask<FileDownload?> DownloadAsync(TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken) =>
        inner.DownloadAsync(table, id, column, cancellationToken);

    public ValueTask<WriteReply> UploadAsync(TableDefinition table, Guid id, ColumnDefinition column, string name, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken) =>
        inner.UploadAsync(table, id, column, name, content, cancellationToken);

    public ValueTask<WriteReply> SendOneAsync(RowWritePlan plan, int row, CancellationToken cancellationToken) => inner.SendOneAsync(plan, row, cancellationToken);

    private async IAsyncEnumerable<RowBatch> ReadWithPartiesAsync(RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parties = new PartyColumns(reader, query);
        await foreach (var batch in inner.ReadAsync(parties.Plain, cancellationToken))
        {
            using (batch)
            {
                yield return await parties.FillAsync(batch, cancellationToken);
            }
        }
    }

    private async IAsyncEnumerable<ChangeBatch> ReadChangesWithPartiesAsync(RowQuery query, string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parties = new PartyColumns(reader, query);
        await foreach (var batch in inner.ReadChangesAsync(parties.Plain, since, cancellationToken))
        {
            using (batch)
            {
                var rows = batch.Rows is { } plain ? await parties.FillAsync(plain, cancellationToken) : null;
                yield return new ChangeBatch { Rows = rows, DeletedKeys = batch.DeletedKeys, Token = batch.Token };
            }
        }
    }
}
