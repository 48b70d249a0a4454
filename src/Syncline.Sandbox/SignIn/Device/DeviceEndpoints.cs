using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;

namespace Syncline.Sandbox.SignIn.Device;

/// <summary>
/// The page where a person types the user code. A known code starts an authorization request like any other (account, consent), which ends
/// on a page instead of a redirect.
/// </summary>
internal static class DeviceEndpoints
{
    public const string Page = "/common/oauth2/deviceauth";

    /// <summary>Leads to <see cref="Page"/>; short enough to type.</summary>
    public const string ShortPage = "/devicelogin";

    public static void MapDevice(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Page, (RequestDelegate)ShowAsync);
        routes.MapPost(Page, (RequestDelegate)EnterAsync);
        routes.MapGet(ShortPage, (RequestDelegate)(context =>
        {
            context.Response.Redirect(Page);
            return Task.CompletedTask;
        }));
    }

    private static Task ShowAsync(HttpContext context)
    {
        // The cookie that ties the form to this browser; without it a foreign page could enter a code for a person.
        context.RequestServices.GetRequiredService<Sessions>().Browser(context);
        return SignInPages.WriteAsync(context, DevicePages.EnterCode(Page, refused: null));
    }

    private static async Task EnterAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var browser = services.GetRequiredService<Sessions>().BrowserOrNull(context);
        if (!context.Request.HasFormContentType || browser is null)
        {
            await services.GetRequiredService<ErrorAnswers>().WritePageAsync(context, EntraErrors.PageExpired());
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var typed = form["otc"].ToString();
        if (services.GetRequiredService<DeviceSignIns>().FindByUserCode(typed) is not { } device)
        {
            await SignInPages.WriteAsync(context, DevicePages.EnterCode(Page, typed));
            return;
        }

        // Always ask who it is: whoever sent this person the code must not profit from a session that is there already.
        var pending = services.GetRequiredService<PendingSignIns>().Add(browser, new OpenIddictRequest
        {
            ClientId = device.App.Id.ToString(),
            RedirectUri = device.App.RedirectUri,
            ResponseType = OpenIddictConstants.ResponseTypes.Code,
            Scope = device.Scope,
            Prompt = "select_account",
        }, device.Shape == EndpointShape.AdFs ? $"/{Tenants.AdFs}/oauth2/authorize" : "/common/oauth2/v2.0/authorize");
        pending.Device = device;
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{pending.Path}?ctx={pending.Id}";
    }
}
