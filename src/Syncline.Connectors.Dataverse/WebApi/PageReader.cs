using System.Runtime.CompilerServices;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Reads the pages of a query. As soon as a page's bytes are there, the next one is asked for, and comes in while this one is parsed and
/// used. The end is a whole page without a link to a next one, and nothing else
/// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results).
/// </summary>
internal sealed class PageReader(WebApiClient client)
{
    private const int MaxPageBytes = 1024 * 1024 * 1024;

    public async IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.MaxRows <= 0)
        {
            yield break;
        }

        var (first, prefer) = PageQuery.Of(query, client.Addresses);
        await foreach (var page in ReadAsync(query, first, prefer, cancellationToken))
        {
            if (page.Batch is { } batch)
            {
                yield return batch;
            }
        }
    }

    /// <summary>Reads the pages that begin at an address.</summary>
    public async IAsyncEnumerable<Page> ReadAsync(RowQuery query, Uri first, string prefer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new PageParser(query);
        var rowsLeft = query.MaxRows ?? int.MaxValue;
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal) { first.AbsoluteUri };
        Task<PageBuffer>? ahead = FetchAsync(query, first, prefer, abandoned.Token);
        try
        {
            while (ahead is not null)
            {
                Page page;
                using (var buffer = await ahead)
                {
                    ahead = null;
                    // The link stands behind the rows. Asking for it now saves the time of parsing; the parser has the last word on it.
                    var hint = rowsLeft > query.PageSize ? FindNextLink(buffer.Written) : null;
                    if (hint is not null)
                    {
                        ahead = FetchAsync(query, Follow(query, hint, seen), prefer, abandoned.Token);
                    }

                    page = parser.Parse(buffer.Written, rowsLeft);
                    if (page.NextLink != hint && hint is not null)
                    {
                        page.Batch?.Dispose();
                        throw ReadErrors.PageBroken(query.Table.LogicalName, "a page names two next pages");
                    }
                }

                rowsLeft -= page.Rows;
                if (ahead is null && page.NextLink is not null && rowsLeft > 0)
                {
                    ahead = FetchAsync(query, Follow(query, page.NextLink, seen), prefer, abandoned.Token);
                }

                yield return page;
                if (rowsLeft <= 0)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await PageAhead.AbandonAsync(ahead, abandoned);
        }
    }

    /// <summary>
    /// The next page's address, found without parsing. Within a JSON text a quote always has a backslash before it, so the closing quote
    /// before the colon can't belong to a row's value.
    /// </summary>
    internal static string? FindNextLink(ReadOnlySpan<byte> page)
    {
        var member = "\"@odata.nextLink\":"u8;
        var at = page.LastIndexOf(member);
        if (at < 0)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(page[(at + member.Length)..], isFinalBlock: false, state: default);
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (JsonException)
        {
            return null; // the parser says what is wrong with the page
        }
    }

    private Uri Follow(RowQuery query, string nextLink, HashSet<string> seen)
    {
        if (!Uri.TryCreate(client.Addresses.WebApi, nextLink, out var next) || !client.Addresses.Owns(next))
        {
            throw ReadErrors.PageElsewhere(query.Table.LogicalName, next?.Host ?? "an address that is none");
        }

        // The Web API's own host (org.api.crm4…) serves the same site; the token is for the one that we call.
        next = new UriBuilder(next) { Host = client.Addresses.Site.Host }.Uri;
        return seen.Add(next.AbsoluteUri)
            ? next
            : throw ReadErrors.PageBroken(query.Table.LogicalName, "the site sent us in a circle, to a page that we had already");
    }

    internal async Task<PageBuffer> FetchAsync(RowQuery query, Uri address, string prefer, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(address, prefer, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw ReadErrors.Refused(await FaultReader.ReadAsync(response, cancellationToken), client.Addresses, $"table \"{query.Table.LogicalName}\"");
        }

        client.RequireJson(response);
        try
        {
            return await PageBuffer.ReadAsync(response.Content, MaxPageBytes, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw ReadErrors.PageBroken(query.Table.LogicalName, "a page is too large; ask for fewer rows at a time", exception);
        }
        catch (Exception exception) when (HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            throw ReadErrors.PageBroken(query.Table.LogicalName, "the connection was lost", exception);
        }
    }
}
