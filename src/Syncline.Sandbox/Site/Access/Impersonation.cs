using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Access;

/// <summary>Acting in the place of another user: <c>MSCRMCallerID</c> names their row, <c>CallerObjectId</c> their id in the directory. Microsoft Learn: "Impersonate another user using the Web API".</summary>
internal sealed class Impersonation(Catalog catalog, SiteStore store, AccessControl access)
{
    public SiteRequest Apply(SiteRequest request)
    {
        var (byRow, byDirectory) = (request.Header("MSCRMCallerID"), request.Header("CallerObjectId"));
        if (string.IsNullOrEmpty(byRow) && string.IsNullOrEmpty(byDirectory))
        {
            return request;
        }

        var named = string.IsNullOrEmpty(byDirectory) ? byRow! : byDirectory;
        var table = catalog["systemuser"];
        var users = store.See(request.Changes)[table];
        var user = !Guid.TryParse(named, out var id) ? null
            : string.IsNullOrEmpty(byDirectory) ? users.Find(id)
            : users.ByKey.All().FirstOrDefault(row => row[table.Find("azureactivedirectoryobjectid")!] is Guid known && known == id);
        if (user is null)
        {
            throw new SiteException(400, "0x80041d1f", $"The user Id(s) [{named}] is invalid.") { Name = "BusinessManagementInvalidUserId" };
        }

        if (user.Id == request.Caller.UserId)
        {
            return request;
        }

        return access.MayStandIn(request.Caller.UserId)
            ? request with { Caller = request.Caller with { UserId = user.Id }, OnBehalfOf = request.Caller.UserId }
            : throw new SiteException(403, "0x8004a110", "User does not have the privilege to act on behalf another user.") { Name = "CannotActOnBehalfOfAnotherUser" };
    }
}
