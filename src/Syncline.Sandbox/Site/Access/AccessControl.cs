using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Access;

/// <summary>
/// What the sample users may do, by their role. It is decided per table: rows are not hidden from anyone who can read their table.
/// Users outside the directory (application users) are administrators.
/// </summary>
internal sealed class AccessControl(SandboxOptions options)
{
    /// <summary>The role that may do everything.</summary>
    public const string Administrator = "System Administrator";

    /// <summary>Reads, creates and changes what salespeople work with; deletes nothing, and has no access to projects.</summary>
    public const string Salesperson = "Salesperson";

    /// <summary>Reads everything, changes nothing.</summary>
    public const string Reader = "Read only";

    /// <summary>Lets the request go on, or answers 403 with the server's words (PROTOCOL 5.1).</summary>
    public void Demand(SiteRequest request, Privilege privilege, Table table)
    {
        var role = RoleOf(request.Caller.UserId);
        if (!Allows(role, privilege, table))
        {
            throw SiteErrors.PrivilegeDenied(request.Caller.UserId, "prv" + privilege + table.Facts.Schema, StableId.Of("privilege", $"{privilege}.{table.Name}"), table, role == Salesperson ? 120 : 60);
        }
    }

    /// <summary>Lets administrators change definitions, and no one else.</summary>
    public void DemandCustomizing(SiteRequest request)
    {
        if (RoleOf(request.Caller.UserId) != Administrator)
        {
            throw new SiteException(403, "0x80040220", $"Principal user (Id={request.Caller.UserId}, type=8) is missing prvWriteOptionSet privilege (Id={StableId.Of("privilege", "Write.optionset")})") { Name = "PrivilegeDenied" };
        }
    }

    /// <summary>True when the user may act in the place of another.</summary>
    public bool MayStandIn(Guid user) => RoleOf(user) == Administrator;

    private string RoleOf(Guid user) => options.Directory.Users.FirstOrDefault(known => known.Id == user)?.Role ?? Administrator;

    private static bool Allows(string role, Privilege privilege, Table table) => role switch
    {
        Salesperson => table.Name != "new_project" && (privilege == Privilege.Read || (privilege != Privilege.Delete && table.Facts.Ownership == "UserOwned")),
        Reader => privilege == Privilege.Read,
        _ => true,
    };
}
