using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;

namespace Syncline.Sandbox.SignIn.Interaction;

/// <summary>Takes the forms of the account and consent pages, and sends the browser back to the authorization endpoint with <c>?ctx=</c>.</summary>
internal static class InteractionEndpoints
{
    public static void MapInteraction(this IEndpointRouteBuilder routes, string tenant)
    {
        routes.MapPost($"/{tenant}/login", (RequestDelegate)(context => TakeAsync(context, ChooseAccount)));
        routes.MapPost($"/{tenant}/consent", (RequestDelegate)(context => TakeAsync(context, DecideConsent)));
        routes.MapPost($"/{tenant}/mfa", (RequestDelegate)(context => TakeAsync(context, DecideSecondFactor)));
        routes.MapPost($"/{tenant}/return", (RequestDelegate)(context => TakeAsync(context, GiveUp)));
        routes.MapMethods($"/{tenant}/oauth2/v2.0/logout", [HttpMethods.Get, HttpMethods.Post], (RequestDelegate)SignOutAsync);
        routes.MapMethods($"/{tenant}/oauth2/logout", [HttpMethods.Get, HttpMethods.Post], (RequestDelegate)SignOutAsync);
    }

    private static async Task TakeAsync(HttpContext context, Func<HttpContext, PendingSignIn, IFormCollection, EntraError?> take)
    {
        var services = context.RequestServices;
        var answers = services.GetRequiredService<ErrorAnswers>();
        if (!context.Request.HasFormContentType)
        {
            await answers.WritePageAsync(context, EntraErrors.PageExpired());
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var browser = services.GetRequiredService<Sessions>().BrowserOrNull(context);
        var pending = services.GetRequiredService<PendingSignIns>().Find(form["ctx"], browser);
        var error = pending is null || !pending.TakeCanary(form["canary"]) ? EntraErrors.PageExpired() : take(context, pending, form);
        if (error is not null)
        {
            await answers.WritePageAsync(context, error);
            return;
        }

        // 303: the browser goes on with a GET, whatever it posted.
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{pending!.Path}?ctx={pending.Id}";
    }

    private static EntraError? ChooseAccount(HttpContext context, PendingSignIn pending, IFormCollection form)
    {
        var userName = form["user"].ToString();
        if (context.RequestServices.GetRequiredService<People>().Find(userName) is not { } user)
        {
            return EntraErrors.UserNotFound(userName);
        }

        context.RequestServices.GetRequiredService<Sessions>().SignIn(context, user.UserName);
        pending.UserName = user.UserName;
        return null;
    }

    private static EntraError? DecideConsent(HttpContext context, PendingSignIn pending, IFormCollection form)
    {
        switch (form["consent"].ToString())
        {
            case "accept":
                pending.Consent = true;
                return null;
            case "cancel":
                pending.Consent = false;
                return null;
            default:
                return EntraErrors.PageExpired();
        }
    }

    private static EntraError? DecideSecondFactor(HttpContext context, PendingSignIn pending, IFormCollection form)
    {
        if (form["mfa"].ToString() is not ("approve" or "deny"))
        {
            return EntraErrors.PageExpired();
        }

        pending.Verified = form["mfa"] == "approve";
        return null;
    }

    private static EntraError? GiveUp(HttpContext context, PendingSignIn pending, IFormCollection form)
    {
        pending.GaveUp = true;
        return null;
    }

    private static Task SignOutAsync(HttpContext context)
    {
        var services = context.RequestServices;
        services.GetRequiredService<Sessions>().SignOut(context);
        var back = context.Request.Query["post_logout_redirect_uri"].ToString();
        if (back.Length > 0 && services.GetRequiredService<Apps>().All.Any(app => RedirectUris.Match(app.RedirectUri, back)))
        {
            var state = context.Request.Query["state"].ToString();
            context.Response.Redirect(state.Length == 0 ? back : AuthorizeAnswers.WithQuery(back, [new("state", state)]));
            return Task.CompletedTask;
        }

        return SignInPages.WriteAsync(context, SignInPages.SignedOut());
    }
}
