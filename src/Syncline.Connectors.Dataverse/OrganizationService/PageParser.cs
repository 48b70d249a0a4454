using System.Xml;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Reads pages, <c>EntityCollection</c>. Not safe for concurrent use; one parser reads all pages of a query.</summary>
internal sealed class PageParser(RowQuery query)
{
    private readonly EntityReader rows = new(query);

    /// <summary>Reads a page; at most <paramref name="maxRows"/> of its rows.</summary>
    /// <exception cref="ReadException">It is not a whole page, or a value does not fit its column.</exception>
    public SoapPage Parse(ArraySegment<byte> document, int maxRows)
    {
        try
        {
            var cursor = new XmlCursor(document);
            SoapAnswer.EnterResult(cursor);
            return ReadCollection(cursor, maxRows);
        }
        catch (Exception exception) when (exception is XmlException or FormatException or InvalidOperationException)
        {
            throw ReadErrors.PageBroken(query.Table.LogicalName, "a page ended early or was garbled", exception);
        }
    }

    private SoapPage ReadCollection(XmlCursor cursor, int maxRows)
    {
        var hasRows = false;
        bool? hasMore = null;
        string? cookie = null;
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (cursor.Is("Entities"))
                {
                    hasRows = true;
                    ReadRows(cursor, maxRows);
                }
                else if (cursor.Is("MoreRecords"))
                {
                    hasMore = cursor.Value() is "true" or "1";
                }
                else if (cursor.Is("PagingCookie"))
                {
                    // A query that has none is paged by number, and says so by an empty one.
                    cookie = cursor.Text() is { Length: > 0 } text ? text : null;
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        // A page that was cut off by something on its way must not pass for one that is whole.
        SoapAnswer.LeaveResult(cursor);
        var count = rows.Rows;
        return hasRows ? new SoapPage(rows.TakeBatch(), count, hasMore, cookie) : throw new XmlException("It has no rows element.");
    }

    private void ReadRows(XmlCursor cursor, int maxRows)
    {
        if (!cursor.Enter())
        {
            return;
        }

        while (cursor.Next())
        {
            if (rows.Rows < maxRows)
            {
                rows.Read(cursor);
            }
            else
            {
                cursor.Skip();
            }
        }
    }
}
