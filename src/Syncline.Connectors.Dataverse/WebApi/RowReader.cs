using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Reads rows: in one query, or by keys in as many as they need, one after the other.</summary>
internal sealed class RowReader(WebApiClient client)
{
    /// <summary>Longest URL. Dataverse takes 32 KB; what stands between may take less.</summary>
    private const int MaxUrlLength = 16_000;

    private readonly PageReader pages = new(client);

    public IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, CancellationToken cancellationToken) => query switch
    {
        { Keys: { } keys } => ReadByKeysAsync(query with { Keys = null }, keys, cancellationToken),
        { Fetch: not null } => new FetchReader(client, pages).ReadAsync(query, cancellationToken),
        _ => pages.ReadAsync(query, cancellationToken),
    };

    private async IAsyncEnumerable<RowBatch> ReadByKeysAsync(RowQuery query, RowKeys keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rowsLeft = query.MaxRows;
        foreach (var part in query.Fetch is null ? WithKeys(query, keys) : FetchDocument.FiltersOf(keys).Select(filter => query with { Fetch = query.Fetch.And(filter) }))
        {
            if (rowsLeft <= 0)
            {
                yield break;
            }

            await foreach (var batch in ReadAsync(part with { MaxRows = rowsLeft }, cancellationToken))
            {
                rowsLeft -= batch.RowCount;
                yield return batch;
            }
        }
    }

    private IEnumerable<RowQuery> WithKeys(RowQuery query, RowKeys keys)
    {
        var room = MaxUrlLength - PageQuery.Of(WithKeys(query, ""), client.Addresses).First.AbsoluteUri.Length;
        return KeyConditions.Of(keys, room).Select(condition => WithKeys(query, condition));
    }

    private static RowQuery WithKeys(RowQuery query, string condition) =>
        query with { ODataFilter = query.ODataFilter is { } filter ? $"({filter}) and ({condition})" : condition };
}
