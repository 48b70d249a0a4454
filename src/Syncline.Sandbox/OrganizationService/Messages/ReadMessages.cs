using Syncline.Sandbox.OrganizationService.Queries;
using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Fetch;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>Retrieve and RetrieveMultiple. Queries of every kind run as FetchXML, which is the widest of them.</summary>
internal sealed class ReadMessages(Catalog catalog, SiteStore store, FetchReading fetching, EntityInput input, AccessControl access, FileWriting files) : IMessages
{
    public IEnumerable<(string Name, Message Message)> All => [("Retrieve", Retrieve), ("RetrieveMultiple", RetrieveMultiple)];

    private OrganizationResponse Retrieve(SiteRequest request, Parameters parameters)
    {
        var (target, columns) = (parameters.Required<SoapReference>("Target"), parameters.Required<Columns>("ColumnSet"));
        parameters.Check();
        var table = input.TableOf(target.LogicalName);
        access.Demand(request, Privilege.Read, table);
        var fields = EntityOutput.FieldsOf(table, columns);
        var snapshot = store.See(request.Changes);

        // A reading transaction: it finds rows by alternate keys as a writing one does, and changes nothing.
        var row = input.Require(new Transaction(snapshot), target);
        access.Demand(request, Privilege.Read, row);
        request.Work.RowsRead++;
        return new OrganizationResponse("Retrieve", new KeyValuePair<string, object?>("Entity", new EntityOutput(UserTimeZones.For(snapshot, catalog, request.Caller.UserId), catalog, files).Of(row, fields)));
    }

    private OrganizationResponse RetrieveMultiple(SiteRequest request, Parameters parameters)
    {
        var query = parameters.Required<Structure>("Query");
        parameters.Check();
        var snapshot = access.See(store, request);
        var fetch = fetching.Parse(request, QueryText.Of(catalog, query));
        return new OrganizationResponse("RetrieveMultiple", new KeyValuePair<string, object?>("EntityCollection", Run(request, snapshot, fetch)));
    }

    private SoapEntities Run(SiteRequest request, Snapshot snapshot, FetchQuery fetch)
    {
        var (root, output) = (fetch.Root.Table, new EntityOutput(snapshot, catalog, files));
        if (fetch.IsAggregate)
        {
            return new SoapEntities(root.Name, output.Of(root, fetching.Aggregate(request, snapshot, fetch)));
        }

        var page = fetching.Page(request, snapshot, fetch);
        return new SoapEntities(root.Name, output.Of(root, page, fetch.IsDistinct))
        {
            Page = page.Rows.Count > 0 ? output.PageOf(root, page, fetch.IsDistinct) : null,
            MoreRecords = page.HasMore,
            PagingCookie = page.Ends?.Inner(),
            TotalRecordCount = page.Total is { } total ? Math.Min(total, RowQuery.MaxPage) : -1,
            TotalRecordCountLimitExceeded = page.Total > RowQuery.MaxPage,
        };
    }
}
