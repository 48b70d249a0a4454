using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Changes;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Files;
using Syncline.Connectors.Dataverse.LookupKeys;
using Syncline.Connectors.Dataverse.Parties;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse;

/// <summary>
/// An open way to one site, over one transport. What it learns of tables it keeps for its lifetime. Large tables are read in ranges when limits for them
/// are given.
/// </summary>
internal sealed class DataverseConnection : IConnection
{
    private readonly PartyTransport transport;
    private readonly IDisposable? owned;
    private readonly TableCatalog catalog;
    private readonly DerivedTables derived;
    private readonly Views views;
    private readonly RangeReader reader;

    public DataverseConnection(IDataverseTransport transport, IDisposable? owned = null, RangeLimits? ranges = null, bool lookupKeys = false)
    {
        this.transport = new PartyTransport(transport, catalog = new TableCatalog(transport, lookupKeys));
        this.owned = owned;
        derived = new DerivedTables(transport, catalog);
        views = new Views(transport);
        reader = new RangeReader(this.transport, ranges);
        Writer = new DataverseWriter(this.transport, catalog);
        Changes = new DataverseChanges(this.transport, catalog);
    }

    public ConnectionCapabilities Capabilities { get; } = new()
    {
        FilterLanguages = [RowQuery.ODataLanguage, RowQuery.FetchXmlLanguage, RowQuery.ViewLanguage],
        RowVersions = true,
        ReadByKeys = true,
        KeysIgnoreCase = true,
        MaxWriteBatch = 1000,

        // https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
        MaxWritesInFlight = 52,
    };

    public IRowWriter Writer { get; }

    public IChangeTracking Changes { get; }

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => transport.IdentifyAsync(cancellationToken);

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(
        TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Search?.StartsWith('@') ?? false)
        {
            // Tables about tables stand apart: whoever lists a site's tables wants those that hold its data.
            foreach (var summary in DerivedTables.Listed.Where(filter.Accepts))
            {
                yield return summary;
            }

            yield break;
        }

        foreach (var entity in (await catalog.ListAsync(cancellationToken)).Values)
        {
            var summary = TableDefinitionBuilder.Summarize(entity);
            if (entity is { IsPrivate: false, EntitySetName.Length: > 0 } && filter.Accepts(summary))
            {
                yield return summary;
            }
        }
    }

    public async ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (DerivedTables.IsDerived(table))
        {
            return await derived.DescribeAsync(table, cancellationToken);
        }

        var (name, view) = SplitView(table);
        var schema = (await catalog.DescribeAsync(name, cancellationToken)).Schema;
        if (view is null)
        {
            return schema;
        }

        await views.FindAsync(name, view, cancellationToken);
        return schema with { Summary = schema.Summary with { Name = table, DisplayName = $"{schema.Summary.DisplayName ?? name}: {view}" } };
    }

    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (DerivedTables.IsDerived(request.Table))
        {
            foreach (var batch in (await derived.OpenAsync(request.Table, cancellationToken)).Read(request))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return batch;
            }

            yield break;
        }

        var (name, view) = SplitView(request.Table);
        var table = await catalog.DescribeAsync(name, cancellationToken);
        var filter = view is null ? request.Filter
            : request.Filter is null ? new NativeFilter(RowQuery.ViewLanguage, view)
            : throw SchemaErrors.NoFilter(request.Table, request.Filter.Language);
        filter = filter is { Language: RowQuery.ViewLanguage } ? await views.FindAsync(name, filter.Text, cancellationToken) : filter;
        var query = RowQuery.From(request with { Filter = filter }, table);
        var keys = LookupKeyReader.AreAsked(query) ? new LookupKeyReader(transport, catalog, query) : null;
        var rows = ReadRows(keys?.Plain ?? query, request.InOrder, cancellationToken);
        await foreach (var batch in keys?.ReadAsync(rows, cancellationToken) ?? rows)
        {
            yield return batch;
        }
    }

    private IAsyncEnumerable<RowBatch> ReadRows(RowQuery query, bool inOrder, CancellationToken cancellationToken) =>
        FileColumns.AreAsked(query) ? FileColumns.ReadAsync(transport, query, cancellationToken) : reader.ReadAsync(query, inOrder, cancellationToken);

    public async ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken) =>
        table.StartsWith('@') || table.Contains('/', StringComparison.Ordinal) ? null : await transport.EstimateRowsAsync((await catalog.DescribeAsync(table, cancellationToken)).LogicalName, cancellationToken);

    /// <summary>A view's rows are read as a table of their own, <c>contact/Active Contacts</c>: a logical name has no slash.</summary>
    private static (string Table, string? View) SplitView(string table) =>
        table.IndexOf('/', StringComparison.Ordinal) is var slash && slash > 0 && slash < table.Length - 1 ? (table[..slash], table[(slash + 1)..]) : (table, null);

    public ValueTask DisposeAsync()
    {
        catalog.Dispose();
        owned?.Dispose();
        return ValueTask.CompletedTask;
    }
}
