using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Syncline.Studio.Hosting;
using Syncline.Studio.Projects;
using Syncline.Sync.Plans;
using Syncline.Workspace;
using Syncline.Workspace.Exports;

namespace Syncline.Studio.Compare;

/// <summary>A plan that a page shows as a file to save, as <c>syncline plan export</c> writes it.</summary>
internal static class PlanDownload
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["csv"] = "text/csv; charset=utf-8",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["html"] = "text/html; charset=utf-8",
    };

    /// <summary>The address of a plan in a format: <c>csv</c>, <c>xlsx</c> or <c>html</c>; of one action, or of all when it is empty.</summary>
    public static string AddressOf(PlanFile plan, string format, string action) =>
        $"/plan-export/{Uri.EscapeDataString(plan.Header.Id)}.{format}{(action.Length == 0 ? null : $"?action={action}")}";

    /// <summary>Adds the address.</summary>
    public static void MapPlanDownload(this IEndpointRouteBuilder routes) => routes.MapGet("/plan-export/{id}.{format}", AnswerAsync);

    private static async Task AnswerAsync(HttpContext context, SynclineWorkspace workspace, ProjectSessions sessions, string id, string format, PlanAction? action)
    {
        if (sessions.FindPlan(id) is not { } plan || !Types.TryGetValue(format, out var type))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("The plan is not open any more: compare again, then export it.", context.RequestAborted);
            return;
        }

        var path = Path.Combine(workspace.Home.Work, $"plan-{Guid.NewGuid():N}.{format}");
        try
        {
            await PlanExport.WriteAsync(plan, path, action, context.RequestAborted);
            context.Response.ContentType = type;
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"plan-{plan.Header.Id}.{format}\"";
            await context.Response.SendFileAsync(path, context.RequestAborted);
        }
        catch (Exception exception) when (DownloadFailure.IsExpected(exception))
        {
            await DownloadFailure.AnswerAsync(context, exception);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
