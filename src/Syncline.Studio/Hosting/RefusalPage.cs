using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Syncline.Studio.Hosting;

/// <summary>What a browser sees that is not let in.</summary>
internal static class RefusalPage
{
    /// <summary>Writes the page.</summary>
    public static Task WriteAsync(HttpContext context, int status, string title, string advice)
    {
        var html = HtmlEncoder.Default;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{html.Encode(title)}</title></head>
            <body><main><h1>{html.Encode(title)}</h1><p>{html.Encode(advice)}</p></main></body>
            </html>
            """,
            context.RequestAborted);
    }
}
