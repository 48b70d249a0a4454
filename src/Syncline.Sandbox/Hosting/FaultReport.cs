using Microsoft.AspNetCore.Http;

namespace Syncline.Sandbox.Hosting;

/// <summary>Answers a fault of the sandbox itself with 500 and its text: whoever develops against it sees what broke, without a log.</summary>
internal static class FaultReport
{
    public static async Task ReportAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync($"The sandbox itself failed.\n{error}", context.RequestAborted);
        }
    }
}
