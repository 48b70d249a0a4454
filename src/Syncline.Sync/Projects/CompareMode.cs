namespace Syncline.Sync.Projects;

/// <summary>When a difference in a column counts.</summary>
public enum CompareMode
{
    /// <summary>Always.</summary>
    Normal,

    /// <summary>Never by itself: the column is sent along when another column makes the row change.</summary>
    Ignore,

    /// <summary>Only where the target has no value yet.</summary>
    OnlyIfTargetEmpty,

    /// <summary>Only where the source has a value.</summary>
    OnlyIfSourceNotEmpty,

    /// <summary>Alone: where a project has such columns, only their differences make a row change; the others are sent along.</summary>
    Trigger,

    /// <summary>
    /// Only where the source's value is the later one, and then for the whole row: a row whose value is as late or later on the target is left
    /// alone. For moments and numbers; the column need not be writable (<c>modifiedon</c>).
    /// </summary>
    NewerWins,
}
