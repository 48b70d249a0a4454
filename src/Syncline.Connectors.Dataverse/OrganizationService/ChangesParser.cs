using System.Xml;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Reads pages of changes, <c>BusinessEntityChanges</c>: rows that are new or changed, references to rows that were deleted, and the token that later changes are
/// asked for by. Not safe for concurrent use; one parser reads all pages of a query.
/// </summary>
internal sealed class ChangesParser(RowQuery query)
{
    private readonly EntityReader rows = new(query);

    /// <summary>Reads a page.</summary>
    /// <exception cref="ReadException">It is not a whole page, or a value does not fit its column.</exception>
    public SoapPage Parse(ArraySegment<byte> document)
    {
        try
        {
            SoapPage? page = null;
            var cursor = new XmlCursor(document);
            SoapAnswer.EnterResult(cursor);
            SoapAnswer.ReadResults(cursor, name =>
            {
                if (name == "EntityChanges" && page is null)
                {
                    page = ReadChanges(cursor);
                }
                else
                {
                    cursor.Skip();
                }
            });
            SoapAnswer.LeaveResult(cursor);
            return page ?? throw new XmlException("It has no changes.");
        }
        catch (Exception exception) when (exception is XmlException or FormatException or InvalidOperationException)
        {
            throw ReadErrors.PageBroken(query.Table.LogicalName, "a page of changes ended early or was garbled", exception);
        }
    }

    private SoapPage ReadChanges(XmlCursor cursor)
    {
        var deleted = new List<Guid>();
        bool? hasMore = null;
        string? cookie = null;
        string? token = null;
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (cursor.Is("Changes"))
                {
                    ReadItems(cursor, deleted);
                }
                else if (cursor.Is("MoreRecords"))
                {
                    hasMore = cursor.Value() is "true" or "1";
                }
                else if (cursor.Is("PagingCookie"))
                {
                    cookie = cursor.Text();
                }
                else if (cursor.Is("DataToken"))
                {
                    token = cursor.Text();
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        var count = rows.Rows;
        return new SoapPage(rows.TakeBatch(), count, hasMore, cookie) { Deleted = deleted, DataToken = token };
    }

    /// <summary>What an item is shows by what it holds: the name of its element differs by build.</summary>
    private void ReadItems(XmlCursor cursor, List<Guid> deleted)
    {
        if (!cursor.Enter())
        {
            return;
        }

        while (cursor.Next())
        {
            if (!cursor.Enter())
            {
                continue;
            }

            while (cursor.Next())
            {
                if (cursor.Is("NewOrUpdatedEntity"))
                {
                    rows.Read(cursor);
                }
                else if (cursor.Is("RemovedItem"))
                {
                    deleted.Add(ReadId(cursor));
                }
                else
                {
                    cursor.Skip();
                }
            }
        }
    }

    private static Guid ReadId(XmlCursor cursor)
    {
        Guid? id = null;
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (cursor.Is("Id"))
                {
                    id = Guid.ParseExact(cursor.Value(), "D");
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        return id ?? throw new XmlException("A deleted row has no id.");
    }
}
