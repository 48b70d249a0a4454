using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>What the site tells of itself: WhoAmI, RetrieveVersion, RetrieveCurrentOrganization, RetrieveTotalRecordCount.</summary>
internal sealed class SiteMessages(SiteStore store, SandboxOptions options, EntityInput input) : IMessages
{
    public IEnumerable<(string Name, Message Message)> All =>
    [
        ("WhoAmI", WhoAmI), ("RetrieveVersion", Version), ("RetrieveCurrentOrganization", Organization), ("RetrieveTotalRecordCount", Counts),
    ];

    /// <summary>Recorded: the three ids in this order.</summary>
    private OrganizationResponse WhoAmI(SiteRequest request, Parameters parameters)
    {
        parameters.Check();
        return OrganizationResponse.Other(
            "WhoAmI",
            new KeyValuePair<string, object?>("UserId", request.Caller.UserId),
            new KeyValuePair<string, object?>("BusinessUnitId", options.Directory.BusinessUnitId),
            new KeyValuePair<string, object?>("OrganizationId", options.Directory.OrganizationId));
    }

    private static OrganizationResponse Version(SiteRequest request, Parameters parameters)
    {
        parameters.Check();
        return OrganizationResponse.Other("RetrieveVersion", new KeyValuePair<string, object?>("Version", SiteFacts.ProductVersion));
    }

    private OrganizationResponse Organization(SiteRequest request, Parameters parameters)
    {
        parameters.Optional("AccessType");
        parameters.Check();
        return OrganizationResponse.Other(
            "RetrieveCurrentOrganization",
            new KeyValuePair<string, object?>("Detail", new OrganizationDetail(options.Directory.OrganizationId, options.Directory.TenantId, SiteFacts.OrganizationName, SiteFacts.ProductVersion, request.Origin)));
    }

    private OrganizationResponse Counts(SiteRequest request, Parameters parameters)
    {
        var names = parameters.Required<IReadOnlyList<string>>("EntityNames");
        parameters.Check();
        var snapshot = store.See(request.Changes);
        return OrganizationResponse.Other(
            "RetrieveTotalRecordCount",
            new KeyValuePair<string, object?>("EntityRecordCountCollection", new RecordCounts([.. names.Select(name => (name, (long)snapshot[input.TableOf(name)].ByKey.Count))])));
    }
}
