using System.Xml;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Reads rows of tables that the connector itself needs, as texts by name: few, and of columns that are known beforehand.</summary>
internal sealed class SmallRows(OrganizationServiceClient client)
{
    /// <summary>Rows of a query, all pages.</summary>
    /// <param name="entity">The FetchXML entity element.</param>
    /// <param name="subject">What is read, as it stands in a sentence.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> ReadAsync(XElement entity, string subject, CancellationToken cancellationToken)
    {
        var rows = new List<IReadOnlyDictionary<string, string>>();
        var hasMore = true;
        string? cookie = null;
        for (var page = 1; hasMore; page++)
        {
            var before = rows.Count;
            var fetch = new XElement("fetch", new XAttribute("page", page), new XAttribute("count", 5000), cookie is null ? null : new XAttribute("paging-cookie", cookie), entity);
            (hasMore, cookie) = await FetchAsync(fetch, rows, subject, cancellationToken);
            hasMore &= rows.Count > before;
        }

        return rows;
    }

    /// <summary>The first row of a query, or the line of an aggregation; null when there is none.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>?> FirstAsync(XElement entity, bool isAggregate, string subject, CancellationToken cancellationToken)
    {
        var rows = new List<IReadOnlyDictionary<string, string>>();
        await FetchAsync(new XElement("fetch", isAggregate ? new XAttribute("aggregate", "true") : new XAttribute("top", 1), entity), rows, subject, cancellationToken);
        return rows.FirstOrDefault();
    }

    /// <summary>One row by its id; null when it is not there.</summary>
    public ValueTask<IReadOnlyDictionary<string, string>?> FindAsync(string table, Guid id, string[] columns, string subject, CancellationToken cancellationToken) =>
        client.FindAsync<IReadOnlyDictionary<string, string>>(
            new OrganizationMessage("Retrieve").With("Target", XmlValue.Reference(table, id)).With("ColumnSet", XmlValue.ColumnSet(columns)),
            subject,
            cursor =>
            {
                IReadOnlyDictionary<string, string> row = new Dictionary<string, string>(StringComparer.Ordinal);
                SoapAnswer.ReadResults(cursor, name =>
                {
                    if (name == "Entity")
                    {
                        row = ReadRow(cursor);
                    }
                    else
                    {
                        cursor.Skip();
                    }
                });
                return row;
            },
            cancellationToken);

    private async ValueTask<(bool HasMore, string? Cookie)> FetchAsync(
        XElement fetch, List<IReadOnlyDictionary<string, string>> rows, string subject, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await client.FetchAsync(SoapEnvelope.RetrieveMultiple(fetch.ToString(SaveOptions.DisableFormatting)), subject, cancellationToken);
            var cursor = new XmlCursor(body.Segment);
            SoapAnswer.EnterResult(cursor);
            return ReadCollection(cursor, rows);
        }
        catch (FaultException exception)
        {
            throw ReadErrors.Refused(exception.Fault, client.Addresses, subject);
        }
        catch (Exception exception) when (exception is XmlException or FormatException)
        {
            throw new ConnectionException(ConnectionErrors.AnswerBroken(client.Addresses, subject), exception);
        }
    }

    private static (bool HasMore, string? Cookie) ReadCollection(XmlCursor cursor, List<IReadOnlyDictionary<string, string>> rows)
    {
        var hasMore = false;
        string? cookie = null;
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                switch (cursor.Name)
                {
                    case "Entities": ReadRows(cursor, rows); break;
                    case "MoreRecords": hasMore = cursor.Value() is "true" or "1"; break;
                    case "PagingCookie": cookie = cursor.Text() is { Length: > 0 } text ? text : null; break;
                    default: cursor.Skip(); break;
                }
            }
        }

        SoapAnswer.LeaveResult(cursor);
        return (hasMore, cookie);
    }

    private static void ReadRows(XmlCursor cursor, List<IReadOnlyDictionary<string, string>> rows)
    {
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                rows.Add(ReadRow(cursor));
            }
        }
    }

    private static Dictionary<string, string> ReadRow(XmlCursor cursor)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                if (cursor.Is("Attributes"))
                {
                    SoapAnswer.ReadPairs(cursor, name =>
                    {
                        if (cursor.Text() is { } text)
                        {
                            row[name] = text;
                        }
                    });
                }
                else
                {
                    cursor.Skip();
                }
            }
        }

        return row;
    }
}
