namespace Syncline.Sync.Applying;

/// <summary>What a look at the target says about one change.</summary>
internal enum Verdict
{
    /// <summary>The target is as the change wants it.</summary>
    Done,

    /// <summary>The target is as it was when the plan was made.</summary>
    NotWritten,

    /// <summary>The target's row is neither: somebody else changed it, or removed it.</summary>
    Changed,
}
