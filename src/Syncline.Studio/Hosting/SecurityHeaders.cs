using Microsoft.AspNetCore.Http;

namespace Syncline.Studio.Hosting;

/// <summary>
/// Headers of every answer. Scripts and style sheets come from this address only, and none stands in a page. The one thing let through is the
/// <c>style</c> attribute: Blazor's <c>Virtualize</c> gives its spacers their height with it, and Fluent UI its widths; text that
/// a page shows is encoded, so no row can make such an attribute.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>Adds the headers.</summary>
    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request.Host.Value);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.CacheControl = "no-store";
        return next(context);
    }

    // The web socket is named, because not every browser takes 'self' for it. The host was checked before it is written here.
    private static string Policy(string? host) => string.Join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        $"connect-src 'self' ws://{host}",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'none'");
}
