using System.Runtime.CompilerServices;
using System.Xml;
using Syncline.Connectors.Dataverse.Changes;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Core.Changes;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Reads tracked changes by RetrieveEntityChanges
/// (https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems). Tokens have the form in which they stand
/// in the Web API's addresses, so that what one transport began the other goes on with.
/// </summary>
internal sealed class ChangeReader(OrganizationServiceClient client)
{
    public async IAsyncEnumerable<ChangeBatch> ReadAsync(RowQuery query, string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new ChangesParser(query);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? token = null;
        SoapPage? page = null;
        for (var number = 1; page is null or { HasMore: true }; number++)
        {
            page = await FetchAsync(parser, query, since, number, page?.Cookie, cancellationToken);
            token = page.DataToken ?? token;
            if (page is { HasMore: true } && (page.Cookie is null || !seen.Add(page.Cookie)))
            {
                page.Batch?.Dispose();
                throw ReadErrors.PageBroken(query.Table.LogicalName, "the site sent us in a circle, to a page that we had already");
            }

            if (page.Batch is not null || page.Deleted.Count > 0)
            {
                yield return new ChangeBatch { Rows = page.Batch, DeletedKeys = [.. page.Deleted.Cast<object>()] };
            }
        }

        // Without a token the site did not track, whatever it was asked: a later read could only miss changes.
        yield return token is null
            ? throw ReadErrors.PageBroken(query.Table.LogicalName, "the last page of a tracked read names no place to go on from")
            : new ChangeBatch { Token = Uri.EscapeDataString(token) };
    }

    private async ValueTask<SoapPage> FetchAsync(ChangesParser parser, RowQuery query, string? since, int number, string? cookie, CancellationToken cancellationToken)
    {
        var subject = $"the changes of table \"{query.Table.LogicalName}\"";
        try
        {
            using var body = await client.FetchAsync(SoapEnvelope.Execute(Message(query, since, number, cookie)), subject, cancellationToken);
            return parser.Parse(body.Segment);
        }
        catch (FaultException exception) when (exception.Fault.Number is ServerErrorCodes.ExpiredVersionStamp or ServerErrorCodes.ChangeTrackingNotEnabledForEntity)
        {
            throw new ChangesRefusedException(isTracked: exception.Fault.Number == ServerErrorCodes.ExpiredVersionStamp);
        }
        catch (FaultException exception)
        {
            throw ReadErrors.Refused(exception.Fault, client.Addresses, subject);
        }
    }

    private static OrganizationMessage Message(RowQuery query, string? since, int number, string? cookie)
    {
        var version = query.Table.Find(EntityReader.VersionColumn) is null ? null : EntityReader.VersionColumn;
        var message = new OrganizationMessage("RetrieveEntityChanges")
            .With("EntityName", XmlValue.Text(query.Table.LogicalName))
            .With("Columns", XmlValue.ColumnSet(FetchDocument.AttributesOf(query, version)))
            .With("PageInfo", xml => WritePage(xml, query.PageSize, number, cookie));
        return since is null ? message : message.With("DataVersion", XmlValue.Text(Uri.UnescapeDataString(since)));
    }

    private static void WritePage(XmlWriter xml, int size, int number, string? cookie)
    {
        XmlValue.Type(xml, "a:PagingInfo");
        XmlValue.PagingInfo(xml, size, number, cookie);
    }
}
