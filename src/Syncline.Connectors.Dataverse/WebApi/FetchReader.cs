using System.Runtime.CompilerServices;
using System.Xml;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Reads the pages of a FetchXML query. The end is a page of which the server says that no more records follow, and nothing else. The next page is
/// asked for while this one is used.
/// </summary>
internal sealed class FetchReader(WebApiClient client, PageReader pages)
{
    public async IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new PageParser(query);
        var rowsLeft = query.MaxRows ?? int.MaxValue;
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<PageBuffer>? ahead = rowsLeft > 0 ? FetchAsync(query, 1, null, abandoned.Token) : null;
        try
        {
            for (var number = 2; ahead is not null; number++)
            {
                Page page;
                using (var buffer = await ahead)
                {
                    ahead = null;
                    page = parser.Parse(buffer.Written, rowsLeft);
                }

                rowsLeft -= page.Rows;
                if (page.HasMoreRecords is not { } hasMore)
                {
                    page.Batch?.Dispose();
                    throw ReadErrors.PageBroken(query.Table.LogicalName, "a page does not tell whether it is the last");
                }

                if (hasMore && rowsLeft > 0)
                {
                    ahead = FetchAsync(query, number, Cookie(query, page), abandoned.Token);
                }

                if (page.Batch is { } batch)
                {
                    yield return batch;
                }
            }
        }
        finally
        {
            await PageAhead.AbandonAsync(ahead, abandoned);
        }
    }

    private Task<PageBuffer> FetchAsync(RowQuery query, int number, string? cookie, CancellationToken cancellationToken)
    {
        var (address, prefer) = FetchQuery.Of(query, number, cookie, client.Addresses);
        return pages.FetchAsync(query, address, prefer, cancellationToken);
    }

    private static string? Cookie(RowQuery query, Page page)
    {
        try
        {
            return FetchQuery.CookieOf(page.FetchCookie);
        }
        catch (XmlException exception)
        {
            page.Batch?.Dispose();
            throw ReadErrors.PageBroken(query.Table.LogicalName, "where its next page begins can not be understood", exception);
        }
    }
}
