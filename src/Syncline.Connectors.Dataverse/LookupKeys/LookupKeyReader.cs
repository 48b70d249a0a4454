using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.LookupKeys;

/// <summary>
/// Reads rows with the alternate keys of the rows that their lookups point to. The keys are read by the ids found, each once. For one read, by one reader.
/// </summary>
internal sealed class LookupKeyReader(IDataverseTransport transport, TableCatalog catalog, RowQuery query)
{
    private readonly Dictionary<(LookupKey Key, Guid Id), object?> known = [];

    /// <summary>Whether a query asks for any.</summary>
    public static bool AreAsked(RowQuery query) => query.Columns.Any(IsKey);

    /// <summary>The query with the ids and tables pointed to in their place.</summary>
    public RowQuery Plain => query with
    {
        Columns =
        [
            .. query.Columns.Where(column => !IsKey(column)).Concat(query.Columns.Where(IsKey)
                .SelectMany(column => new[] { column.Definition!.LogicalName, column.Definition!.LogicalName + ".table" })
                .Select(name => query.Table.Find(name)!).Select(definition => new QueryColumn(definition.Column, definition))).DistinctBy(column => column.Column.Name, StringComparer.Ordinal),
        ],
    };

    /// <summary>Rows of the plain query with their keys, in the order of columns asked for. The plain ones are disposed.</summary>
    public async IAsyncEnumerable<RowBatch> ReadAsync(IAsyncEnumerable<RowBatch> plain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in plain)
        {
            using (batch)
            {
                yield return await FillAsync(batch, cancellationToken);
            }
        }
    }

    /// <summary>One batch of them. The plain one is not disposed.</summary>
    public async ValueTask<RowBatch> FillAsync(RowBatch plain, CancellationToken cancellationToken)
    {
        foreach (var key in query.Columns.Where(IsKey).Select(column => column.Definition!).DistinctBy(column => column.LookupKey))
        {
            var columns = query.Columns.Where(column => column.Definition?.LookupKey == key.LookupKey).Select(column => column.Definition!);
            await LearnAsync(key.LookupKey!, columns.SelectMany(column => Enumerable.Range(0, plain.RowCount).Select(row => IdOf(plain, column, row))).OfType<Guid>(), cancellationToken);
        }

        var builder = new RowBatchBuilder([.. query.Columns.Select(column => column.Column)]);
        for (var row = 0; row < plain.RowCount; row++)
        {
            builder.AppendRow([.. query.Columns.Select(column => !IsKey(column) ? plain.GetValue(plain.IndexOf(column.Column.Name), row)
                : IdOf(plain, column.Definition!, row) is { } id ? known.GetValueOrDefault((column.Definition!.LookupKey!, id)) : null)]);
        }

        return builder.Build();
    }

    private static bool IsKey(QueryColumn column) => column.Definition is { LookupKey: not null };

    /// <summary>The row that a lookup points to, when it is of the key's table.</summary>
    private static Guid? IdOf(RowBatch plain, ColumnDefinition column, int row)
    {
        var (id, table) = (plain.IndexOf(column.LogicalName), plain.IndexOf(column.LogicalName + ".table"));
        return !plain.IsNull(id, row) && (plain.IsNull(table, row) ? column.NavigationByTarget.Count == 1 : plain.GetText(table, row) == column.LookupKey!.Target) ? plain.GetGuid(id, row) : null;
    }

    private async ValueTask LearnAsync(LookupKey key, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var asked = ids.Distinct().Where(id => !known.ContainsKey((key, id))).ToList();
        if (asked.Count == 0)
        {
            return;
        }

        var table = await catalog.DescribeAsync(key.Target, cancellationToken);
        var request = new ReadRequest { Table = key.Target, Columns = [table.PrimaryId, key.Attribute], Keys = new KeyFilter([table.PrimaryId], [.. asked.Select(id => new object[] { id })]) };
        await foreach (var batch in transport.ReadAsync(RowQuery.From(request, table), cancellationToken))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    known[(key, batch.GetGuid(0, row))] = batch.GetValue(1, row);
                }
            }
        }

        // A row that was deleted, or that the user may not see, has no key to show.
        asked.ForEach(id => known.TryAdd((key, id), null));
    }
}
