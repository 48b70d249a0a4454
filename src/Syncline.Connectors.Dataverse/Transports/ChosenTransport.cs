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
using Syncline.OAuth.Tokens;
using System.Runtime.CompilerServices;

namespace Syncline.Connectors.Dataverse.Transports;

/// <summary>The transport that the site turns out to have: asking for the first token makes the guard ask the site, which shows it.</summary>
internal sealed class ChosenTransport(ServiceChoice choice, IAccessTokenSource guard, IDataverseTransport webApi, IDataverseTransport organizationService) : IDataverseTransport
{
    public SiteAddresses Site => webApi.Site;

    public async ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) =>
        choice.Noted(await (await ChooseAsync(cancellationToken)).IdentifyAsync(cancellationToken));

    public async ValueTask<IReadOnlyList<EntityDescription>> ListEntitiesAsync(CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).ListEntitiesAsync(cancellationToken);

    public async ValueTask<EntityDescription?> DescribeEntityAsync(string logicalName, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).DescribeEntityAsync(logicalName, cancellationToken);

    public async IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in (await ChooseAsync(cancellationToken)).ReadAsync(query, cancellationToken))
        {
            yield return batch;
        }
    }

    /// <summary>As the services have it; both do.</summary>
    public IRangeCounter? Ranges => (choice.FellBack ? organizationService : webApi).Ranges;

    /// <summary>Labels may be the first thing that is written: which service adds them shows when it is asked.</summary>
    public IChoiceEditor Choices => new ChosenEditor(this);

    public async ValueTask<IReadOnlySet<string>> ListKeyedTablesAsync(CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).ListKeyedTablesAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<ViewDescription>> ListViewsAsync(string? table, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).ListViewsAsync(table, cancellationToken);

    public async ValueTask<IReadOnlyList<EntityDescription>> ListColumnsAsync(CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).ListColumnsAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<RelationshipDescription>> ListRelationshipsAsync(CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).ListRelationshipsAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<GlobalChoice>> ListGlobalChoicesAsync(CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).ListGlobalChoicesAsync(cancellationToken);

    public async ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).EstimateRowsAsync(table, cancellationToken);

    public async IAsyncEnumerable<ChangeBatch> ReadChangesAsync(RowQuery query, string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in (await ChooseAsync(cancellationToken)).ReadChangesAsync(query, since, cancellationToken))
        {
            yield return batch;
        }
    }

    public async ValueTask<bool?> OffersBulkAsync(string table, BulkMessage message, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).OffersBulkAsync(table, message, cancellationToken);

    public async ValueTask<WriteReply> SendBulkAsync(BulkMessage message, RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).SendBulkAsync(message, plan, rows, cancellationToken);

    public async ValueTask<WriteReply> SendBatchAsync(RowWritePlan plan, ReadOnlyMemory<int> rows, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).SendBatchAsync(plan, rows, cancellationToken);

    public async ValueTask<FileDownload?> DownloadAsync(TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).DownloadAsync(table, id, column, cancellationToken);

    public async ValueTask<WriteReply> UploadAsync(TableDefinition table, Guid id, ColumnDefinition column, string name, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).UploadAsync(table, id, column, name, content, cancellationToken);

    public async ValueTask<WriteReply> SendOneAsync(RowWritePlan plan, int row, CancellationToken cancellationToken) =>
        await (await ChooseAsync(cancellationToken)).SendOneAsync(plan, row, cancellationToken);

    private sealed class ChosenEditor(ChosenTransport transport) : IChoiceEditor
    {
        public async ValueTask<WriteReply> AddOptionAsync(string choice, int? value, string label, CancellationToken cancellationToken) =>
            await (await transport.ChooseAsync(cancellationToken)).Choices.AddOptionAsync(choice, value, label, cancellationToken);

        public async ValueTask<WriteReply> PublishAsync(IReadOnlyCollection<string> choices, CancellationToken cancellationToken) =>
            await (await transport.ChooseAsync(cancellationToken)).Choices.PublishAsync(choices, cancellationToken);
    }

    private async ValueTask<IDataverseTransport> ChooseAsync(CancellationToken cancellationToken)
    {
        await guard.GetAccessTokenAsync(cancellationToken);
        return choice.FellBack ? organizationService : webApi;
    }
}
