using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>
/// <c>/{tenant}/adminconsent</c> and <c>/{tenant}/v2.0/adminconsent</c>: where an administrator consents for everybody
/// (learn.microsoft.com/entra/identity-platform/v2-admin-consent). Whoever opens the page counts as the administrator.
/// </summary>
internal static class AdminConsent
{
    public static void MapAdminConsent(this IEndpointRouteBuilder routes, string tenant)
    {
        foreach (var path in (string[])[$"/{tenant}/adminconsent", $"/{tenant}/v2.0/adminconsent"])
        {
            routes.MapGet(path, (RequestDelegate)ShowAsync);
            routes.MapPost(path, (RequestDelegate)DecideAsync);
        }
    }

    private static async Task ShowAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (await FindAsync(context) is not { } app)
        {
            return;
        }

        // The form is worth something in this browser alone: its value is repeated in a cookie that other sites can't set or read.
        var canary = OpaqueValue.New();
        context.Response.Cookies.Append(CookieName(services), canary, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
        });
        var action = context.Request.Path + context.Request.QueryString.Value;
        await SignInPages.WriteAsync(context, InterruptionPages.AdminConsent(action, canary, app, services.GetRequiredService<Tenants>().Home.Domain));
    }

    private static async Task DecideAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        if (form is null || !context.Request.Cookies.TryGetValue(CookieName(services), out var canary) || form["canary"] != canary)
        {
            await services.GetRequiredService<ErrorAnswers>().WritePageAsync(context, EntraErrors.PageExpired());
            return;
        }

        if (await FindAsync(context) is not { } app)
        {
            return;
        }

        var accepted = form["consent"] == "accept";
        if (accepted)
        {
            services.GetRequiredService<Sessions>().ConsentForAll(app.Id);
        }

        await AnswerAsync(context, app, accepted);
    }

    private static async Task AnswerAsync(HttpContext context, SandboxApp app, bool accepted)
    {
        var redirectUri = context.Request.Query["redirect_uri"].ToString();
        if (redirectUri.Length == 0)
        {
            await SignInPages.WriteAsync(context, InterruptionPages.AdminConsented(app, accepted));
            return;
        }

        List<KeyValuePair<string, string>> fields = accepted
            ? [new("admin_consent", "True"), new("tenant", context.RequestServices.GetRequiredService<Tenants>().Home.Id.ToString())]
            : [new("error", "permission_denied"), new("error_description", "The admin canceled the request")];
        if (context.Request.Query["scope"].ToString() is { Length: > 0 } scope && accepted)
        {
            fields.Add(new("scope", scope));
        }

        if (context.Request.Query["state"].ToString() is { Length: > 0 } state)
        {
            fields.Add(new("state", state));
        }

        context.Response.Redirect(AuthorizeAnswers.WithQuery(redirectUri, fields));
    }

    /// <summary>The app that the address names, with a redirect URI of its own; otherwise null, and a page says what is wrong.</summary>
    private static async Task<SandboxApp?> FindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var id = context.Request.Query["client_id"].ToString();
        var redirectUri = context.Request.Query["redirect_uri"].ToString();
        var app = services.GetRequiredService<Apps>().Find(id);
        var error =
            id.Length == 0 ? EntraErrors.MissingParameter("client_id")
            : app is null ? EntraErrors.AppNotFound(id, services.GetRequiredService<Tenants>().Home.Name)
            : redirectUri.Length > 0 && !RedirectUris.Match(app.RedirectUri, redirectUri) ? EntraErrors.RedirectNotRegistered(redirectUri, app.Id)
            : null;
        if (error is null)
        {
            return app;
        }

        await services.GetRequiredService<ErrorAnswers>().WritePageAsync(context, error);
        return null;
    }

    private static string CookieName(IServiceProvider services) => $"adminconsent-{new Uri(services.GetRequiredService<SandboxAddresses>().Site).Port}";
}
