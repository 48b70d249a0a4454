namespace Syncline.Sync.Applying;

/// <summary>What to do with a row that changed on the target since the plan was made.</summary>
public enum ConflictAction
{
    /// <summary>Report it, leave it as it is, go on with the others.</summary>
    Skip,

    /// <summary>Report it and stop the run.</summary>
    Stop,

    /// <summary>Write the plan's values all the same.</summary>
    Overwrite,
}
