using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Access;

/// <summary>
/// What the sample users may do, by their role: on which tables, and on which of their rows. Users outside the directory (application users) are administrators.
/// </summary>
internal sealed class AccessControl(SandboxOptions options, Catalog catalog)
{
    /// <summary>The role that may do everything.</summary>
    public const string Administrator = "System Administrator";

    /// <summary>Reads, creates and changes what salespeople work with; deletes nothing, and has no access to projects.</summary>
    public const string Salesperson = "Salesperson";

    /// <summary>Reads everything, changes nothing.</summary>
    public const string Reader = "Read only";

    /// <summary>Reads, creates, changes and deletes rows that belong to the user's business unit.</summary>
    public const string Manager = "Sales Manager";

    /// <summary>Reads, creates and changes rows that belong to the user.</summary>
    public const string Basic = "Basic User";

    /// <summary>What a request sees, in its user's time zone: where its user's role reaches some rows alone, those.</summary>
    public Snapshot See(SiteStore store, SiteRequest request)
    {
        var user = request.Caller.UserId;
        var snapshot = UserTimeZones.For(store.See(request.Changes), catalog, user);
        return Reaches(user) is null ? snapshot : snapshot.Restrict(table => table.Facts.Ownership == "UserOwned" ? Reaches(user) : null);
    }

    /// <summary>Lets a change to a row go on, or answers 403.</summary>
    public void Demand(SiteRequest request, Privilege privilege, Row row)
    {
        Demand(request, privilege, row.Table);
        if (row.Table.Facts.Ownership == "UserOwned" && Reaches(request.Caller.UserId) is { } reaches && !reaches(row))
        {
            throw SiteErrors.AccessDenied(request.Caller.UserId, row, privilege);
        }
    }

    /// <summary>Lets the request go on, or answers 403 with the server's words (PROTOCOL 5.1).</summary>
    public void Demand(SiteRequest request, Privilege privilege, Table table)
    {
        if (!Allows(RoleOf(request.Caller.UserId), privilege, table))
        {
            throw Denied(request, privilege, table);
        }
    }

    /// <summary>Answers 403 to a user who does not read every row of a table.</summary>
    public void DemandAll(SiteRequest request, Table table)
    {
        if (table.Facts.Ownership == "UserOwned" && Reaches(request.Caller.UserId) is not null)
        {
            throw Denied(request, Privilege.Read, table);
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

    private SiteException Denied(SiteRequest request, Privilege privilege, Table table) => SiteErrors.PrivilegeDenied(
        request.Caller.UserId, "prv" + privilege + table.Facts.Schema, StableId.Of("privilege", $"{privilege}.{table.Name}"), table, RoleOf(request.Caller.UserId) == Reader ? 60 : 120);

    private string RoleOf(Guid user) => options.Directory.Users.FirstOrDefault(known => known.Id == user)?.Role ?? Administrator;

    private static bool Allows(string role, Privilege privilege, Table table) => role switch
    {
        Salesperson => table.Name != "new_project" && (privilege is Privilege.Read or Privilege.AppendTo || (privilege != Privilege.Delete && table.Facts.Ownership == "UserOwned")),
        Reader => privilege is Privilege.Read or Privilege.AppendTo,
        Basic => privilege is Privilege.Read or Privilege.AppendTo || (privilege != Privilege.Delete && table.Facts.Ownership == "UserOwned"),
        Manager => privilege is Privilege.Read or Privilege.AppendTo || table.Facts.Ownership == "UserOwned",
        _ => true,
    };

    /// <summary>The rows of tables that users own which a user's role reaches; null for all. Rows of teams belong to nobody here.</summary>
    private Func<Row, bool>? Reaches(Guid user) => options.Directory.Users.FirstOrDefault(known => known.Id == user) switch
    {
        { Role: Basic } => row => row[row.Table.Find("owninguser")!] is Reference owner && owner.Id == user,
        { Role: Manager } manager => row => row[row.Table.Find("owningbusinessunit")!] is Reference unit && unit.Id == (manager.BusinessUnitId ?? options.Directory.BusinessUnitId),
        _ => null,
    };
}
