namespace Syncline.Connectors.Dataverse.Http;

/// <summary>A page that was asked for while the one before it is used.</summary>
internal static class PageAhead
{
    /// <summary>Lets go of a page that nobody will read.</summary>
    /// <param name="ahead">The page; null when none was asked for.</param>
    /// <param name="abandoned">Cancels it.</param>
    public static async ValueTask AbandonAsync(Task<PageBuffer>? ahead, CancellationTokenSource abandoned)
    {
        if (ahead is null)
        {
            return;
        }

        await abandoned.CancelAsync();
        await ahead.ContinueWith(
            task =>
            {
                if (task.IsCompletedSuccessfully)
                {
                    task.Result.Dispose();
                }
                else
                {
                    _ = task.Exception; // the reader left, or failed for a reason of its own: nobody waits for this page
                }
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
