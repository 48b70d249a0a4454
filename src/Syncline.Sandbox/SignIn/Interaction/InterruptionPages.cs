using System.Text.Encodings.Web;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Errors;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>
/// What a person sees when something stands between the account page and the app. For scripts:
/// <list type="bullet">
/// <item>second factor: <c>data-page="mfa"</c> (or <c>"mfa-enrolment"</c>), form <c>#mfa</c>, <c>&lt;button name="mfa" value="approve"&gt;</c> and <c>value="deny"</c>;</item>
/// <item>refused: <c>data-page="refused"</c> with <c>#code</c> and <c>#description</c>, form <c>#return</c> with one button that leads back to the app;</item>
/// <item>administrator needed: <c>data-page="admin-needed"</c>, likewise with <c>#return</c>;</item>
/// <item>admin consent: <c>data-page="admin-consent"</c>, form <c>#consent</c> as on the consent page; then <c>"admin-consented"</c> when no app waits for an answer.</item>
/// </list>
/// </summary>
internal static class InterruptionPages
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    public static string SecondFactor(string action, PendingSignIn pending, SandboxUser user, bool isEnrolment)
    {
        var (page, title, text, button) = isEnrolment
            ? ("mfa-enrolment", "More information required", "Your organization needs more information to keep your account secure.", "Register")
            : ("mfa", "Approve sign in request", "Your organization asks for a second proof that it is you.", "Approve");
        return SignInPages.Page(page, title, $"""
            <p id="user">{Html.Encode(user.UserName)}</p>
            <h1>{title}</h1>
            <p>{text} In the sandbox these buttons stand for your authenticator app.</p>
            <form id="mfa" method="post" action="{Html.Encode(action)}">{SignInPages.Hidden(pending)}
            <div class="actions"><button name="mfa" value="deny">Deny</button><button class="primary" name="mfa" value="approve">{button}</button></div></form>
            """);
    }

    public static string Refused(string action, PendingSignIn pending, SandboxApp app, SandboxUser user, EntraError error, SignInRequest request) =>
        SignInPages.Page("refused", "Sign in to your account", $"""
            <p id="user">{Html.Encode(user.UserName)}</p>
            <h1>{(error.Code == 53003 ? "You cannot access this right now" : "Sorry, but we’re having trouble signing you in.")}</h1>
            <p><b id="code">AADSTS{error.Code}</b>: <span id="description">{Html.Encode(error.Text)}</span></p>
            {Return(action, pending, app)}
            {SignInPages.RequestFacts(request)}
            """);

    public static string AdministratorNeeded(string action, PendingSignIn pending, SandboxApp app, SandboxUser user) =>
        SignInPages.Page("admin-needed", "Need admin approval", $"""
            <p id="user">{Html.Encode(user.UserName)}</p>
            <h1>Need admin approval</h1>
            <p><b id="app">{Html.Encode(app.Name)}</b></p>
            <p id="description">{Html.Encode(app.Name)} needs permission to access resources in your organization that only an admin can grant.
            Please ask an admin to grant permission to this app before you can use it. <span id="code">AADSTS90094</span></p>
            {Return(action, pending, app)}
            """);

    public static string AdminConsent(string action, string canary, SandboxApp app, string tenant) =>
        SignInPages.Page("admin-consent", "Permissions requested", $"""
            <p id="user">admin@{Html.Encode(tenant)}</p>
            <h1>Permissions requested</h1>
            <p><b id="app">{Html.Encode(app.Name)}</b><br>Review for your organization</p>
            <p>This app would like to:</p>
            <ul id="permissions"><li>Access Dynamics 365 as organization users (user_impersonation)</li><li>Sign in and read user profile</li></ul>
            <p>If you accept, this app will get access to the specified resources for all users in your organization. No one else will be prompted to review these permissions.</p>
            <form id="consent" method="post" action="{Html.Encode(action)}"><input type="hidden" name="canary" value="{canary}">
            <div class="actions"><button name="consent" value="cancel">Cancel</button><button class="primary" name="consent" value="accept">Accept</button></div></form>
            """);

    public static string AdminConsented(SandboxApp app, bool accepted) => SignInPages.Page("admin-consented", "Permissions", $"""
        <h1>{(accepted ? "Permissions granted" : "Nothing was granted")}</h1>
        <p>{(accepted
            ? $"Everybody in the organization can use <b>{Html.Encode(app.Name)}</b> now. You may close this window."
            : $"<b>{Html.Encode(app.Name)}</b> got no permissions. You may close this window.")}</p>
        """);

    private static string Return(string action, PendingSignIn pending, SandboxApp app) => $"""
        <form id="return" method="post" action="{Html.Encode(action)}">{SignInPages.Hidden(pending)}
        <div class="actions"><button name="return" value="return">Return to {Html.Encode(app.Name)}</button></div></form>
        """;
}
