using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syncline.Core.Errors;
using Syncline.Workspace;
using Syncline.Workspace.Applying;

namespace Syncline.Studio.Apply;

/// <summary>The failed rows of a run as a file to save, as <c>syncline errors</c> writes it.</summary>
internal static class FailedRowsDownload
{
    /// <summary>Adds the address.</summary>
    public static void MapFailedRows(this IEndpointRouteBuilder routes) => routes.MapGet("/failed-rows/{id}", AnswerAsync);

    private static async Task AnswerAsync(HttpContext context, SynclineWorkspace workspace, string id)
    {
        var path = Path.Combine(workspace.Home.Work, $"failed-{Guid.NewGuid():N}.csv");
        try
        {
            Directory.CreateDirectory(workspace.Home.Work);
            var applying = new PlanApplying(workspace);
            var run = await applying.Runs.FindAsync(id, context.RequestAborted);
            await applying.WriteFailedRowsAsync(run, path, context.RequestAborted);
            context.Response.ContentType = "text/csv; charset=utf-8";
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{run.Id}-failed.csv\"";
            if (File.Exists(path))
            {
                await context.Response.SendFileAsync(path, context.RequestAborted);
            }
        }
        catch (SynclineException exception)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync($"{exception.Error.Message} {exception.Error.Advice}", context.RequestAborted);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
