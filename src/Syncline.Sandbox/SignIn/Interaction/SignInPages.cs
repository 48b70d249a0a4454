using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>
/// The pages that a person sees. They need no JavaScript. Whoever drives them from a script can rely on this:
/// <list type="bullet">
/// <item>account page: <c>&lt;body data-page="account"&gt;</c>, one form <c>#account</c> (POST) with hidden fields <c>ctx</c> and <c>canary</c>
/// and one <c>&lt;button name="user" value="SIGN-IN NAME"&gt;</c> for each person; those with whom something goes wrong stand behind the fold <c>#trouble</c>;</item>
/// <item>consent page: <c>data-page="consent"</c>, form <c>#consent</c> with the same hidden fields, <c>&lt;button name="consent" value="accept"&gt;</c> and
/// <c>value="cancel"</c>, the app's name in <c>#app</c>, the permissions as <c>#permissions li</c>;</item>
/// <item>error page: <c>data-page="error"</c>, the number in <c>#code</c> (<c>AADSTS50011</c>) and the sentence in <c>#description</c>;</item>
/// <item>form_post page: <c>data-page="form_post"</c>, form <c>#answer</c> that a browser posts by itself;</item>
/// <item>signed-out page: <c>data-page="signed-out"</c>.</item>
/// </list>
/// </summary>
internal static class SignInPages
{
    private const string Style = """
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:#eef1f5;color:#1b1b1b;font:15px/1.45 "Segoe UI",system-ui,sans-serif}
        main{width:min(440px,100vw);padding:40px 44px;background:#fff;box-shadow:0 2px 8px rgba(0,0,0,.18)}
        .brand{margin:0 0 18px;color:#5e5e5e;font-size:14px}.brand b{color:#1b1b1b}
        h1{margin:0 0 14px;font-size:24px;font-weight:600;line-height:1.25}
        p{margin:0 0 14px}ul{margin:0 0 20px;padding-left:20px}li{margin:0 0 8px}
        button{font:inherit;cursor:pointer}
        .tile{display:block;width:calc(100% + 88px);margin:0 -44px;padding:12px 44px;border:0;border-top:1px solid #e3e6ea;background:none;text-align:left;color:inherit}
        .tile:hover,.tile:focus-visible{background:#f0f3f7}.tile b,.tile span{display:block}.tile span{color:#5e5e5e;font-size:13px}
        .tile[data-hint]{background:#f5f8fc}
        summary.tile{cursor:pointer;color:#5e5e5e}summary.tile::before{content:"▸ "}details[open]>summary.tile::before{content:"▾ "}
        [role=alert]{color:#a4262c}
        input:not([type=hidden]){display:block;width:100%;margin-top:4px;padding:8px 10px;border:1px solid #8a8f95;font:inherit;background:#fff;color:inherit}
        .actions{display:flex;justify-content:flex-end;gap:8px}
        .actions button{min-width:108px;padding:6px 14px;border:0;background:#d5d8dc}
        .actions .primary{background:#0f5ea8;color:#fff}
        button:focus-visible,input:focus-visible,summary:focus-visible{outline:2px solid #0f5ea8;outline-offset:2px}
        dl{display:grid;grid-template-columns:auto 1fr;gap:2px 12px;margin:18px 0 0;color:#5e5e5e;font-size:13px}dd{margin:0;overflow-wrap:anywhere}
        @media(prefers-color-scheme:dark){body{background:#1b1d20;color:#eee}main{background:#26292d}.brand b{color:#eee}.brand,.tile span,dl,summary.tile{color:#b3b8be}
        input:not([type=hidden]){background:#1b1d20;border-color:#6b7178}a{color:#7db8f0}[role=alert]{color:#ff9a92}
        .tile{border-color:#3a3f45}.tile:hover,.tile:focus-visible,.tile[data-hint]{background:#30353b}.actions button{background:#4a5057;color:#eee}}
        """;

    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    public static string Account(string action, PendingSignIn pending, SandboxApp app, IReadOnlyList<AccountTile> tiles, string? hint)
    {
        var ordered = tiles.OrderByDescending(tile => IsHinted(tile.User, hint)).ToList();
        var well = string.Concat(ordered.Where(tile => tile.Note is null).Select(tile => Tile(tile, hint)));
        var troubled = ordered.Where(tile => tile.Note is not null).ToList();
        var fold = troubled.Count == 0 ? "" : $"""
            <details id="trouble"{(troubled.Any(tile => IsHinted(tile.User, hint)) ? " open" : "")}><summary class="tile">People whose sign-in goes wrong, to try what happens</summary>{string.Concat(troubled.Select(tile => Tile(tile, hint)))}</details>
            """;
        return Page("account", "Sign in to your account", $"""
            <h1>Pick an account</h1>
            <p>to continue to <b id="app">{Html.Encode(app.Name)}</b></p>
            <form id="account" method="post" action="{Html.Encode(action)}">{Hidden(pending)}{well}{fold}</form>
            """);
    }

    public static string Consent(string action, PendingSignIn pending, SandboxApp app, SandboxUser user, RequestedScopes scopes)
    {
        var access = scopes.Resource is null ? "" : "<li>Access Dynamics 365 as organization users (user_impersonation)</li>";
        var maintain = scopes.Offline ? "<li>Maintain access to data you have given it access to</li>" : "";
        return Page("consent", "Permissions requested", $"""
            <p id="user">{Html.Encode(user.UserName)}</p>
            <h1>Permissions requested</h1>
            <p><b id="app">{Html.Encode(app.Name)}</b><br>unverified</p>
            <p>This app would like to:</p>
            <ul id="permissions">{access}{maintain}<li>View your basic profile</li></ul>
            <p>Accepting these permissions means that you allow this app to use your data as specified in its terms of service and privacy statement.</p>
            <form id="consent" method="post" action="{Html.Encode(action)}">{Hidden(pending)}
            <div class="actions"><button name="consent" value="cancel">Cancel</button><button class="primary" name="consent" value="accept">Accept</button></div></form>
            """);
    }

    public static string Error(EntraError error, SignInRequest request) => Page("error", "Sign in to your account", $"""
        <h1>Sorry, but we’re having trouble signing you in.</h1>
        <p><b id="code">AADSTS{error.Code}</b>: <span id="description">{Html.Encode(error.Text)}</span></p>
        {RequestFacts(request)}
        """);

    /// <summary>What a person copies into a support request.</summary>
    internal static string RequestFacts(SignInRequest request) =>
        $"<dl><dt>Request Id</dt><dd>{request.TraceId}</dd><dt>Correlation Id</dt><dd>{request.CorrelationId}</dd><dt>Timestamp</dt><dd>{request.Timestamp}</dd></dl>";

    public static string FormPost(string action, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var inputs = string.Concat(fields.Select(field => $"""<input type="hidden" name="{Html.Encode(field.Key)}" value="{Html.Encode(field.Value)}">"""));
        return Page("form_post", "Working...", $"""
            <form id="answer" name="hiddenform" method="post" action="{Html.Encode(action)}">{inputs}
            <noscript><p>Script is disabled. Continue to the app.</p><div class="actions"><button class="primary">Continue</button></div></noscript></form>
            <script>document.forms[0].submit()</script>
            """);
    }

    public static string SignedOut() => Page("signed-out", "Sign out", """
        <h1>You signed out of your account</h1>
        <p>It’s a good idea to close all browser windows.</p>
        """);

    public static Task WriteAsync(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store, no-cache";
        context.Response.Headers.XFrameOptions = "DENY";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    private static bool IsHinted(SandboxUser user, string? hint) => user.UserName.Equals(hint, StringComparison.OrdinalIgnoreCase);

    private static string Tile(AccountTile tile, string? hint)
    {
        var (user, hinted) = (tile.User, IsHinted(tile.User, hint) ? " data-hint autofocus" : "");
        var note = tile.Note is null ? "" : $"<span>{Html.Encode(tile.Note)}</span>";
        return $"""<button class="tile" name="user" value="{Html.Encode(user.UserName)}"{hinted}><b>{Html.Encode(user.Name)}</b><span>{Html.Encode(user.UserName)}</span>{note}</button>""";
    }

    /// <summary>What ties a form to its request and its browser.</summary>
    internal static string Hidden(PendingSignIn pending) =>
        $"""<input type="hidden" name="ctx" value="{pending.Id}"><input type="hidden" name="canary" value="{pending.NewCanary()}">""";

    internal static string Page(string name, string title, string content) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <title>{title}</title><style>{Style}</style></head>
        <body data-page="{name}"><main><p class="brand"><b>Contoso</b> · Syncline sandbox sign-in</p>
        {content}
        </main></body></html>
        """;
}
