using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Errors;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Reads rows page by page: by QueryExpression, or by FetchXML where a filter chooses them. The end is a page of which the service says that no more rows follow, and nothing else. As soon as a page's bytes are
/// there, the next one is asked for, and comes in while this one is parsed and used.
/// </summary>
internal sealed class RowReader(OrganizationServiceClient client)
{
    public IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, CancellationToken cancellationToken)
    {
        var isFiltered = query.ODataFilter is not null || query.Created is not null;
        var fetch = isFiltered
            ? query with { ODataFilter = null, Created = null, Fetch = new FetchXml(RangeRequests.FilterOf(query, query.Created), query.Fetch?.IsDistinct ?? false) }
            : query;
        return fetch.Keys is { } keys ? ReadByKeysAsync(fetch, keys, cancellationToken) : ReadPagesAsync(fetch, cancellationToken);
    }

    private async IAsyncEnumerable<RowBatch> ReadByKeysAsync(RowQuery query, RowKeys keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rowsLeft = query.MaxRows;
        foreach (var part in FetchDocument.PartsOf(keys))
        {
            if (rowsLeft <= 0)
            {
                yield break;
            }

            var filtered = query.Fetch is { } fetch
                ? query with { MaxRows = rowsLeft, Keys = null, Fetch = fetch.And(FetchDocument.FilterOf(part)) }
                : query with { MaxRows = rowsLeft, Keys = part };
            await foreach (var batch in ReadPagesAsync(filtered, cancellationToken))
            {
                rowsLeft -= batch.RowCount;
                yield return batch;
            }
        }
    }

    private async IAsyncEnumerable<RowBatch> ReadPagesAsync(RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new PageParser(query);
        var rowsLeft = query.MaxRows ?? int.MaxValue;
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Task<PageBuffer>? ahead = rowsLeft > 0 ? FetchAsync(query, 1, null, 0, abandoned.Token) : null;
        var likelyBytes = 0;
        try
        {
            for (var number = 2; ahead is not null; number++)
            {
                SoapPage page;
                string? hint;
                using (var buffer = await ahead)
                {
                    ahead = null;
                    likelyBytes = buffer.Segment.Count + (buffer.Segment.Count / 8);

                    // The cookie stands behind the rows. Asking by it now saves the time of parsing; the parser has the last word on it.
                    hint = rowsLeft > query.PageSize ? FindCookie(buffer.Written) : null;
                    ahead = hint is null ? null : FetchAsync(query, number, hint, likelyBytes, abandoned.Token);
                    page = parser.Parse(buffer.Segment, rowsLeft);
                }

                rowsLeft -= page.Rows;
                Check(query, page, hint, seen);
                if (ahead is null && page.HasMore == true && rowsLeft > 0)
                {
                    ahead = FetchAsync(query, number, page.Cookie, likelyBytes, abandoned.Token);
                }

                if (page.Batch is { } batch)
                {
                    yield return batch;
                }

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

    private static void Check(RowQuery query, SoapPage page, string? hint, HashSet<string> seen)
    {
        var why = page.HasMore is null ? "a page does not tell whether it is the last"
            : hint is not null && (page.HasMore == false || page.Cookie != hint) ? "a page names two next pages"
            : page is { HasMore: true, Cookie: { } cookie } && !seen.Add(cookie) ? "the site sent us in a circle, to a page that we had already"
            : page is { HasMore: true, Rows: 0 } ? "an empty page says that more follows"
            : null;
        if (why is not null)
        {
            page.Batch?.Dispose();
            throw ReadErrors.PageBroken(query.Table.LogicalName, why);
        }
    }

    private async Task<PageBuffer> FetchAsync(RowQuery query, int number, string? cookie, int likelyBytes, CancellationToken cancellationToken)
    {
        var subject = $"table \"{query.Table.LogicalName}\"";
        try
        {
            var version = query.Table.Find(EntityReader.VersionColumn) is null ? null : EntityReader.VersionColumn;
            var envelope = query.Fetch is null
                ? SoapEnvelope.RetrieveMultiple(QueryExpression.Of(query, number, cookie, version))
                : SoapEnvelope.RetrieveMultiple(FetchDocument.Of(query, number, cookie, version).ToString(SaveOptions.DisableFormatting));
            return await client.FetchAsync(envelope, subject, cancellationToken, likelyBytes);
        }
        catch (FaultException exception)
        {
            throw ReadErrors.Refused(exception.Fault, client.Addresses, subject);
        }
        catch (ConnectionException exception) when (exception.Error.Id is ErrorIds.ReplyLost or ErrorIds.AnswerBroken)
        {
            throw ReadErrors.PageBroken(query.Table.LogicalName, "the connection was lost", exception);
        }
    }

    /// <summary>
    /// The cookie of the next page, found without parsing; null when there is none. A <c>&lt;/</c> within a value is always written otherwise, so that what
    /// stands last in the page is the page's own.
    /// </summary>
    internal static string? FindCookie(ReadOnlySpan<byte> page)
    {
        var more = page.LastIndexOf("MoreRecords>true</"u8);
        if (more < 0)
        {
            return null;
        }

        var rest = page[more..];
        var name = "PagingCookie>"u8;
        var at = rest.IndexOf(name);
        if (at < 0 || rest[..at].LastIndexOf("</"u8) == rest[..at].LastIndexOf((byte)'<'))
        {
            return null; // none, or one that begins in another way than the service's: the parser finds it
        }

        rest = rest[(at + name.Length)..];
        var end = rest.IndexOf("</"u8);
        return end <= 0 ? null : WebUtility.HtmlDecode(Encoding.UTF8.GetString(rest[..end]));
    }
}
