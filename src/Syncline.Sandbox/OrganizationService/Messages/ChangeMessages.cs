using System.Globalization;
using System.Net;
using Syncline.Sandbox.OrganizationService.Queries;
using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Tracking;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>RetrieveEntityChanges (PROTOCOL 5.3): every row the first time, and what has changed since with the token that came then.</summary>
internal sealed class ChangeMessages(Catalog catalog, SiteStore store, SiteClock clock, EntityInput input, AccessControl access, FileWriting files) : IMessages
{
    private readonly ChangeTracking _tracking = new(catalog, clock);

    public IEnumerable<(string Name, Message Message)> All => [("RetrieveEntityChanges", Changes)];

    private OrganizationResponse Changes(SiteRequest request, Parameters parameters)
    {
        var table = input.TableOf(parameters.Required<string>("EntityName"));
        var columns = parameters.Required<Columns>("Columns");
        var (version, paging) = (parameters.Optional("DataVersion") as string, (parameters.Optional("PageInfo") as Structure)?.Element);
        parameters.Check();
        access.Demand(request, Privilege.Read, table);
        ChangeTracking.Check(request, table);
        var snapshot = store.See(request.Changes);
        var size = paging is not null && int.TryParse(QueryParts.Text(paging, "Count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? Math.Min(count, table.MaxPage) : table.MaxPage;
        var cookie = paging is null ? null : QueryParts.Text(paging, "PagingCookie");
        var page = _tracking.Page(
            snapshot,
            table,
            string.IsNullOrEmpty(version) ? null : _tracking.Valid(snapshot, version),
            string.IsNullOrEmpty(cookie) ? null : WebUtility.UrlDecode(cookie),
            size);
        request.Work.RowsRead += page.Changes.Count;
        var (output, fields) = (new EntityOutput(snapshot, catalog, files), EntityOutput.FieldsOf(table, columns));
        var changes = page.Changes.Select(change => change.Row is { } row ? (object)output.Of(row, fields) : new SoapReference(table.Name, change.Deleted)).ToList();
        return new OrganizationResponse(
            "RetrieveEntityChanges",
            new KeyValuePair<string, object?>("EntityChanges", new EntityChanges(changes, page.HasMore, page.HasMore ? WebUtility.UrlEncode(ChangeTracking.PlaceOf(page)) : null, page.Until.ToString())));
    }
}
