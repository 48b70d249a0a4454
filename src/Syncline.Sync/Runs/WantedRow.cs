namespace Syncline.Sync.Runs;

/// <summary>A row whose story is asked for.</summary>
/// <param name="Key">Its key as text, the parts of a key of several columns joined by <c>, </c>; or its id on the target. Case does not count.</param>
/// <param name="Like">A run that wrote to the table that it is in; null looks at every table.</param>
public sealed record WantedRow(string Key, RunSummary? Like = null)
{
    /// <summary>Whether a run wrote to its table.</summary>
    internal bool MayBeIn(RunSummary run) => Like is null
        || (string.Equals(run.Table, Like.Table, StringComparison.OrdinalIgnoreCase) && (run.SystemId ?? run.Connection) == (Like.SystemId ?? Like.Connection));
}
