using System.Collections.Frozen;
using Syncline.Core.Errors;

namespace Syncline.OAuth.Errors;

/// <summary>
/// Entra's AADSTS codes in words (learn.microsoft.com: Microsoft Entra authentication and authorization error codes).
/// The portal is named as it stands: Azure portal › Microsoft Entra ID › App registrations.
/// </summary>
internal static class EntraErrorTable
{
    private const string App = "Azure portal › App registrations › the app";
    private const string Again = "syncline connection authorize {name}";
    private const string NewSecret =
        $"Open {App} › Certificates & secrets, make a new client secret and copy its Value (not the Secret ID; it is shown only once), "
        + "then save it: syncline connection edit {name} --secret client-secret=-";

    private static readonly FrozenDictionary<string, RefusalWords> Words = new Dictionary<string, RefusalWords>(StringComparer.Ordinal)
    {
        // The app's registration
        ["50011"] = new("OA2001", "The Redirect URL {redirect} is not registered in the app {app} (AADSTS50011).",
            $"Open {App} › Authentication › Add a platform › Mobile and desktop applications, and enter exactly: {{redirect}}", "redirect-url"),
        ["500113"] = new("OA2001", "No Redirect URL at all is registered in the app {app} (AADSTS500113).",
            $"Open {App} › Authentication › Add a platform › Mobile and desktop applications, and enter exactly: {{redirect}}", "redirect-url"),
        ["700016"] = new("OA2002", "Entra found no app with the Client ID {app} in tenant {tenant} (AADSTS700016).",
            $"Compare the Client ID with {App} › Overview › Application (client) ID, and the tenant in both URLs with its Directory (tenant) ID.", "client-id"),
        ["7000112"] = new("OA2003", "The app {app} is switched off in tenant {tenant} (AADSTS7000112).",
            "Ask an administrator: Azure portal › Enterprise applications › the app › Properties › Enabled for users to sign-in."),
        ["7000229"] = new("OA2007", "The app {app} is not known in tenant {tenant} yet: nobody has allowed it there (AADSTS7000229).",
            "An administrator of that tenant opens this link and accepts: {consent}"),
        ["500112"] = new("OA2008", "The Redirect URL sent with the code is not the one that the sign-in began with (AADSTS500112).",
            $"Sign in again: {Again}. If it goes on, remove any query from the Authorization URL.", "redirect-url", Recovery.SignInAgain),
        ["50194"] = new("OA2004", "The app {app} belongs to one tenant only, but the URLs name no single tenant (AADSTS50194).",
            "Put your Directory (tenant) ID in place of 'common' or 'organizations' into the Authorization URL and the Token URL.", "authorization-url"),
        ["90002"] = new("OA2005", "Entra knows no tenant {tenant} (AADSTS90002).",
            $"Copy both URLs again from {App} › Overview › Endpoints; check that they name the right cloud (…microsoftonline.com, .us, .cn) too.", "authorization-url"),
        ["900023"] = new("OA2005", "'{tenant}' is neither a tenant id nor a domain that Entra knows (AADSTS900023).",
            $"Copy both URLs again from {App} › Overview › Endpoints, or give the Tenant.", "authorization-url"),
        ["9002326"] = SinglePage("9002326"),
        ["9002327"] = SinglePage("9002327"),

        // The app's credential
        ["7000215"] = new("OA2011", "Entra refused the client secret (AADSTS7000215); most often the Secret ID was pasted in place of the secret's Value.",
            NewSecret, "client-secret"),
        ["7000222"] = new("OA2012", "The client secret of app {app} has expired (AADSTS7000222).", NewSecret, "client-secret"),
        ["7000218"] = new("OA2013", "Entra takes the app {app} for a confidential one and wants a client secret or certificate (AADSTS7000218).",
            $"Either give the secret: syncline connection edit {{name}} --secret client-secret=-, or make the app public: {App} › Authentication › "
            + "Advanced settings › Allow public client flows › Yes, with the Redirect URL under Mobile and desktop applications.", "client-secret"),
        ["7000216"] = new("OA2014", "Signing in as the app itself needs a client secret or a certificate, and none was sent (AADSTS7000216).",
            NewSecret, "client-secret"),
        ["700025"] = new("OA2015", "A client secret was sent, but the app {app} is a public one, which has none (AADSTS700025).",
            $"Remove the Client Secret: syncline connection edit {{name}} --unset client-secret; or, to use a secret, register the Redirect URL under {App} › Authentication › Web.", "client-secret"),
        ["700027"] = new("OA2016", "Entra does not accept the certificate for the app {app}: it is not among those uploaded there, or has expired (AADSTS700027).",
            $"Compare its thumbprint and end date with {App} › Certificates & secrets › Certificates, and upload its public part (.cer or .pem) there.", "certificate"),

        // Permission
        ["65001"] = new("OA2021", "Nobody has allowed the app {app} to act for this user yet (AADSTS65001).",
            $"Sign in again and accept the permissions: {Again}. Where users may not accept, an administrator opens: {{consent}}", null, Recovery.SignInAgain),
        ["65004"] = new("OA2022", "The permissions were declined on the sign-in page (AADSTS65004).",
            $"Sign in again and choose Accept: {Again}. Without the permission to act as you Syncline can not read or write for you.", null, Recovery.SignInAgain),
        ["90094"] = new("OA2023", "Only an administrator of tenant {tenant} can allow the app {app} (AADSTS90094).",
            $"Send this link to an administrator, who opens it and accepts: {{consent}}. Then run: {Again}", null, Recovery.SignInAgain),
        ["90095"] = new("OA2024", "The app {app} has to be allowed by an administrator, and a request can be sent from the sign-in page (AADSTS90095).",
            $"Send this link to an administrator, who opens it and accepts: {{consent}}. Then run: {Again}", null, Recovery.SignInAgain),
        ["50105"] = new("OA2025", "The user is not assigned to the app {app}, which takes only assigned users (AADSTS50105).",
            "An administrator adds the user: Azure portal › Enterprise applications › the app › Users and groups; or switches off Properties › Assignment required.",
            null, Recovery.SignInAgain),

        // The user
        ["50076"] = new("OA2031", "A second factor is needed now (AADSTS50076): an administrator changed the rules, or you are at a new place.",
            $"Sign in again and confirm with your second factor: {Again}", null, Recovery.SignInAgain),
        ["50079"] = new("OA2032", "The account must first be set up for a second factor (AADSTS50079).",
            $"Sign in again; the page leads through the set-up: {Again}. An account that works without a person should use client_credentials instead.",
            null, Recovery.SignInAgain),
        ["50158"] = new("OA2033", "A further check outside Entra is needed (AADSTS50158).", $"Sign in again and follow the page: {Again}", null, Recovery.SignInAgain),
        ["53000"] = new("OA2034", "Your organisation lets only compliant devices in, and this one is not (AADSTS53000).",
            "Enrol the device as your organisation asks, or sign in from one that is; an administrator sees the rule under Entra ID › Sign-in logs.",
            null, Recovery.SignInAgain),
        ["53003"] = new("OA2035", "A conditional access rule of your organisation blocked the sign-in (AADSTS53003).",
            "Ask an administrator, with the trace id: Entra ID › Sign-in logs › this sign-in › Conditional Access names the rule. "
            + "Typical ways out: a managed device, the company network, or an exception for the app.", null, Recovery.SignInAgain),
        ["50020"] = new("OA2036", "This account belongs to another organisation than tenant {tenant} (AADSTS50020).",
            $"Sign in with an account of that tenant, or have the account invited as a guest: {Again}", null, Recovery.SignInAgain),
        ["50034"] = new("OA2037", "Tenant {tenant} has no such user (AADSTS50034).", $"Check the user name, then: {Again}", null, Recovery.SignInAgain),
        ["50057"] = new("OA2038", "The user account is disabled (AADSTS50057).", $"Ask an administrator to enable it, or sign in as somebody else: {Again}",
            null, Recovery.SignInAgain),
        ["50126"] = new("OA2039", "The user name or the password is wrong (AADSTS50126).", $"Sign in again: {Again}", null, Recovery.SignInAgain),

        // What was granted earlier is over
        ["700082"] = new("OA2041", "The saved sign-in has ended, because it was not used for too long (AADSTS700082).",
            $"Sign in again: {Again}", null, Recovery.SignInAgain),
        ["50173"] = new("OA2042", "The saved sign-in was revoked: the password was changed, or an administrator ended it (AADSTS50173).",
            $"Sign in again: {Again}", null, Recovery.SignInAgain),
        ["50133"] = new("OA2042", "The saved sign-in was revoked: the password was changed, or an administrator ended it (AADSTS50133).",
            $"Sign in again: {Again}", null, Recovery.SignInAgain),
        ["700084"] = new("OA2043", "The saved sign-in has ended: for single-page apps it lasts one day (AADSTS700084).",
            $"Move the Redirect URL to {App} › Authentication › Mobile and desktop applications, where it lasts 90 days, and sign in again: {Again}",
            "redirect-url", Recovery.SignInAgain),
        ["70008"] = new("OA2044", "The sign-in took too long or lay unused, so its code or token has expired (AADSTS70008).",
            $"Sign in again: {Again}", null, Recovery.SignInAgain),
        ["70000"] = new("OA2045", "Entra does not accept the code or saved sign-in (AADSTS70000).", $"Sign in again: {Again}", null, Recovery.SignInAgain),
        ["54005"] = new("OA2046", "The code of this sign-in was already used (AADSTS54005).",
            $"Sign in again: {Again}. If it goes on, some other program takes the answer of the browser.", null, Recovery.SignInAgain),
        ["501481"] = new("OA2047", "Entra does not accept the proof of who began this sign-in (AADSTS501481).",
            $"Sign in again: {Again}. If it goes on, some other program takes the answer of the browser.", null, Recovery.SignInAgain),
        ["70020"] = new("OA2048", "The device code ran out before somebody signed in with it (AADSTS70020).",
            $"Start again and type the new code in time: {Again}", null, Recovery.SignInAgain),
        ["530003"] = new("OA2034", "Your organisation lets only managed devices in, and this one is not (AADSTS530003).",
            "Sign in from a device that your organisation manages, or ask an administrator for an exception.", null, Recovery.SignInAgain),

        // The request
        ["500011"] = new("OA2051", "Tenant {tenant} has no resource as the scope names it: {scope} (AADSTS500011). Most often the address of the site is mistyped, or belongs to another tenant.",
            "Copy the address from the browser's address bar while you work in the system, and check that the tenant in both URLs is the same organisation's.", "url"),
        ["70011"] = new("OA2052", "Entra does not accept the scope '{scope}' (AADSTS70011).",
            "Leave the Scope empty, so that it is derived: SITE/user_impersonation for people, SITE/.default for apps; never mix two sites.", "scope"),
        ["28000"] = new("OA2052", "The scope '{scope}' names more than one resource (AADSTS28000).",
            "Leave the Scope empty, so that it is derived from the site's address.", "scope"),
        ["1002012"] = new("OA2053", "Signing in as the app itself takes no single permissions, but the scope is '{scope}' (AADSTS1002012).",
            "Leave the Scope empty, or write SITE/.default; what the app may do is set under API permissions and by its security role.", "scope"),
        ["650053"] = new("OA2056", "The scope '{scope}' names a permission that the resource does not have (AADSTS650053).",
            "Leave the Scope empty, so that it is derived: SITE/user_impersonation for people, SITE/.default for apps.", "scope"),
        ["650057"] = new("OA2057", "The app {app} has no permission for the resource of the scope '{scope}' (AADSTS650057).",
            $"Open {App} › API permissions › Add a permission, choose the site's system and user_impersonation, then sign in again: {Again}", null, Recovery.SignInAgain),
        ["70003"] = new("OA2058", "Entra does not offer this grant to the app {app} (AADSTS70003).", "Check the Grant Type.", "grant-type"),
        ["900144"] = new("OA2054", "The request lacked something that this endpoint needs (AADSTS900144); the server's words name it.",
            "Check that Authorization URL and Token URL are of the same version: both with /oauth2/v2.0/, or both with /oauth2/ (which needs a resource).", "token-url"),
        ["90014"] = new("OA2054", "The request lacked something that this endpoint needs (AADSTS90014); the server's words name it.",
            "Check that Authorization URL and Token URL are of the same version: both with /oauth2/v2.0/, or both with /oauth2/ (which needs a resource).", "token-url"),
        ["9002313"] = new("OA2055", "Entra could not make sense of the request (AADSTS9002313).",
            "Check for stray characters in Client ID, Client Secret and Scope, and that the Token URL is the token endpoint and not the authorization endpoint: {token}",
            "token-url"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Numbers that have words.</summary>
    public static IEnumerable<string> Codes => Words.Keys;

    /// <summary>Words for a number without its prefix; null when there are none.</summary>
    public static RefusalWords? Find(string code) => Words.GetValueOrDefault(code);

    private static RefusalWords SinglePage(string code) => new("OA2006",
        $"The Redirect URL {{redirect}} is registered for a single-page app, whose tokens only a web page can have (AADSTS{code}).",
        $"Open {App} › Authentication, remove it under Single-page application, and add it under Mobile and desktop applications: {{redirect}}", "redirect-url");
}
