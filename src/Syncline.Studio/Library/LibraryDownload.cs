using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Syncline.Studio.Library;

/// <summary>The address of exports.</summary>
internal static class LibraryDownload
{
    /// <summary>Adds it.</summary>
    public static void MapLibraryDownload(this IEndpointRouteBuilder routes) => routes.MapGet("/library-export/{id}", AnswerAsync);

    private static async Task AnswerAsync(HttpContext context, LibraryExports exports, TimeProvider timeProvider, string id)
    {
        if (exports.Take(id) is not { } document)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("This export was saved already: export once more in the Studio's library.", context.RequestAborted);
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"connections-{timeProvider.GetLocalNow():yyyyMMdd-HHmm}.json\"";
        await context.Response.WriteAsync(document, context.RequestAborted);
    }
}
