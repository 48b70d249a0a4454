using Microsoft.AspNetCore.Http;

namespace Syncline.Studio.Hosting;

/// <summary>
/// The opening address: a key becomes the browser's cookie. The page goes on by itself with a refresh rather than a redirect: after a redirect
/// a browser that came here from another site (a terminal in a web page) would not send a SameSite=Strict cookie.
/// </summary>
internal static class LaunchPage
{
    /// <summary>Path of the opening address.</summary>
    public const string Path = "/launch";

    /// <summary>Name of the cookie. Cookies are kept by host, not by port: two Studios on one machine need two names.</summary>
    public static string CookieName(HttpContext context) => $"syncline-studio-{context.Connection.LocalPort}";

    /// <summary>Whether the browser holds a cookie of ours.</summary>
    public static bool IsIn(HttpContext context, LaunchKeys keys) => keys.IsSession(context.Request.Cookies[CookieName(context)]);

    /// <summary>Answers the opening address.</summary>
    public static async Task AnswerAsync(HttpContext context, LaunchKeys keys)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (keys.Redeem(context.Request.Query["key"]) is { } session)
        {
            context.Response.Cookies.Append(CookieName(context), session, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Path = "/",
                IsEssential = true,
            });
        }
        else if (!IsIn(context, keys))
        {
            await RefusalPage.WriteAsync(
                context,
                StatusCodes.Status403Forbidden,
                "This link was used already",
                "Each link opens the Studio once. The terminal in which syncline studio runs shows a new one.");
            return;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Syncline Studio</title><link rel="icon" href="data:,"><meta http-equiv="refresh" content="0;url=/"></head><body></body></html>""",
            context.RequestAborted);
    }
}
