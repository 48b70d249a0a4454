using Microsoft.AspNetCore.Http;
using Syncline.Core.Errors;
using Syncline.Workspace.Defects;

namespace Syncline.Studio.Hosting;

/// <summary>What a browser is told when a file to save can't be made.</summary>
internal static class DownloadFailure
{
    /// <summary>Whether an exception has words for a person; others are defects.</summary>
    public static bool IsExpected(Exception exception) => exception is SynclineException or IOException or UnauthorizedAccessException;

    /// <summary>Answers with the message, or breaks the answer off when a part of the file is out already: only that tells the browser that it is not whole.</summary>
    public static async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var error = exception is SynclineException known ? known.Error : FileSystemErrors.Of(exception);
        context.Response.Headers.ContentDisposition = default; // the other headers stay: among them are those that guard the page
        context.Response.ContentLength = null;
        context.Response.StatusCode = exception is SynclineException ? StatusCodes.Status409Conflict : StatusCodes.Status507InsufficientStorage;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"{error.Message} {error.Advice}", context.RequestAborted);
    }
}
