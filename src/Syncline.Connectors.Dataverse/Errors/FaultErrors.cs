using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>
/// Turns faults that concern the whole connection (who signs in, whether the site serves at all) into errors. What concerns one table or
/// one row is explained by <see cref="ReadErrors"/> and <see cref="RowErrors"/>.
/// </summary>
internal static class FaultErrors
{
    private const string GiveRole =
        "Ask an administrator: Power Platform admin centre › Environments › (yours) › Settings › Users + permissions › Users (an app: Application users) › "
        + "the user › Manage security roles.";

    /// <summary>The error when the fault concerns the connection as a whole; else null.</summary>
    public static ErrorDetail? OfConnection(ServerFault fault, SiteAddresses site)
    {
        var host = site.Site.Authority;
        if (fault.IsThrottle)
        {
            return Of(fault, ErrorPhase.Connection, ErrorIds.Throttled, $"{host} asks to slow down: a service protection limit was reached.",
                "Wait as long as the site asks for; fewer or smaller requests at a time avoid it.", Recovery.Retry);
        }

        return fault.Number switch
        {
            ServerErrorCodes.UserNotMemberOfOrg => Of(fault, ErrorPhase.SignIn, ErrorIds.NotAMember,
                $"The signed-in user is not a member of the organisation behind {host}.",
                "A person: ask an administrator to add the user to the environment. An app (client_credentials): create an application user for "
                + "its Client ID in the Power Platform admin centre under Environments › (yours) › Settings › Users + permissions › Application users, "
                + "and give it a security role. Also check that the URL is the right site.", Recovery.Stop),
            ServerErrorCodes.UserNotEnabled or ServerErrorCodes.SystemUserDisabled => Of(fault, ErrorPhase.SignIn, ErrorIds.UserDisabled,
                $"The signed-in user is disabled on {host}.", "Ask an administrator to enable the user and to give it a business unit.", Recovery.Stop),
            ServerErrorCodes.UserNotAssignedRoles => Of(fault, ErrorPhase.SignIn, ErrorIds.NoRoles,
                $"The signed-in user has no security role on {host}, so nothing there may be seen.", GiveRole, Recovery.Stop),
            ServerErrorCodes.PrivilegeDenied when fault.Text?.Contains("roleCount=0,", StringComparison.Ordinal) == true =>
                Of(fault, ErrorPhase.SignIn, ErrorIds.NoRoles,
                    $"The signed-in user has no security role on {host}, so nothing there may be seen.", GiveRole, Recovery.Stop),
            ServerErrorCodes.UserDoesNotHaveAdminOnlyModePermissions => Of(fault, ErrorPhase.SignIn, ErrorIds.AdminMode,
                $"{host} is in administration mode and lets only system administrators in.",
                "Wait until it is switched off (Power Platform admin centre › Environments › (yours) › Edit › Administration mode), or sign in as an administrator.", Recovery.Stop),
            ServerErrorCodes.UserNotAssignedLicense => Of(fault, ErrorPhase.SignIn, ErrorIds.NoLicense,
                $"The signed-in user has no Dynamics 365 or Power Apps licence for {host}.", "Ask an administrator to assign a licence.", Recovery.Stop),
            ServerErrorCodes.OrganizationDisabled => Of(fault, ErrorPhase.Connection, ErrorIds.OrganizationDisabled,
                $"The organisation behind {host} is disabled.", "Ask an administrator to enable it in the Power Platform admin centre.", Recovery.Stop),
            _ => ByStatus(fault, site),
        };
    }

    private static ErrorDetail? ByStatus(ServerFault fault, SiteAddresses site)
    {
        var host = site.Site.Authority;
        return fault.Status switch
        {
            401 => Of(fault, ErrorPhase.SignIn, ErrorIds.TokenRejected, $"{host} does not accept the sign-in, although its token is fresh.",
                "Check that Scope names this very site (leave it empty to use the right one) and that the app has the API permission "
                + "Dynamics CRM › user_impersonation; then sign in again.", Recovery.SignInAgain),
            503 or 502 or 504 when !fault.IsDataverse => Of(fault, ErrorPhase.Connection, ErrorIds.Unavailable,
                $"{host} is not available at the moment (HTTP {fault.Status}).", "Try again later.", Recovery.Retry),
            503 => Of(fault, ErrorPhase.Connection, ErrorIds.Unavailable, $"{host} is not available at the moment.", "Try again later.", Recovery.Retry),
            403 when !fault.IsDataverse => Of(fault, ErrorPhase.SignIn, ErrorIds.AccessRefused,
                $"{host} refuses access to the signed-in user.",
                "Ask an administrator whether the user has access, and whether an IP firewall or a conditional access rule of the environment is in the way.",
                Recovery.Stop),
            _ => null,
        };
    }

    /// <summary>An error that keeps what the server said.</summary>
    internal static ErrorDetail Of(ServerFault fault, ErrorPhase phase, string id, string message, string? advice, Recovery recovery) => new()
    {
        Id = id,
        Phase = phase,
        Message = message,
        Advice = advice,
        Recovery = recovery,
        RetryAfter = fault.RetryAfter,
        ServerCode = fault.Code,
        ServerText = fault.Text,
        RequestId = fault.RequestId,
    };
}
