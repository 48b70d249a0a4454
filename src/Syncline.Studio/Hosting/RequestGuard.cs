using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Syncline.Studio.Hosting;

/// <summary>
/// Refuses what does not come from the Studio's own pages: other host names (DNS rebinding), other origins, requests that the browser itself
/// marks as coming from another site, and browsers without the launch key's cookie.
/// </summary>
internal static class RequestGuard
{
    /// <summary>Checks the name by which the Studio was reached. It has one only, so that a cookie has one place to be.</summary>
    public static async Task CheckHostAsync(HttpContext context, RequestDelegate next)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"{IPAddress.Loopback}:{context.Connection.LocalPort}");
        if (context.Request.Host.Value != own)
        {
            // The foreign name must not get into the policy header.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            await RefusalPage.WriteAsync(
                context, StatusCodes.Status421MisdirectedRequest, "Not this address", $"The Studio answers at http://{own} only.");
            return;
        }

        await next(context);
    }

    /// <summary>Checks where the request comes from.</summary>
    public static async Task CheckOriginAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsOwnOrigin(context.Request) || IsFromElsewhere(context.Request))
        {
            await RefusalPage.WriteAsync(
                context, StatusCodes.Status403Forbidden, "Not from there", "Another site asked for this. The Studio answers its own pages only.");
            return;
        }

        await next(context);
    }

    /// <summary>Lets only the browser in that redeemed a launch key.</summary>
    public static async Task CheckSessionAsync(HttpContext context, RequestDelegate next, LaunchKeys keys)
    {
        if (context.Request.Path == LaunchPage.Path)
        {
            await LaunchPage.AnswerAsync(context, keys);
        }
        else if (LaunchPage.IsIn(context, keys))
        {
            await next(context);
        }
        else
        {
            await RefusalPage.WriteAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "This Studio is not open in this browser",
                "Open it with the link that the terminal shows in which syncline studio runs. When it no longer runs, start it again.");
        }
    }

    private static bool IsOwnOrigin(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        var own = $"http://{request.Host.Value}";

        // A web socket is not bound by the same-origin rule of browsers: there the origin must be told.
        return origin is null ? !request.HttpContext.WebSockets.IsWebSocketRequest : origin == own;
    }

    /// <summary>
    /// What the browser says of itself (Fetch Metadata): a link from another page may lead here, a script, form or frame of another may not.
    /// Same-site is another port of this machine, and so is a stranger too.
    /// </summary>
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        && !(HttpMethods.IsGet(request.Method)
            && request.Headers["Sec-Fetch-Mode"] == "navigate"
            && request.Headers["Sec-Fetch-Dest"] == "document");
}
