namespace Syncline.Studio.Library;

/// <summary>How far one of several connections is.</summary>
internal enum LibraryItemState
{
    /// <summary>Its turn has not come.</summary>
    Waiting,

    /// <summary>At work.</summary>
    Going,

    /// <summary>It worked.</summary>
    Done,

    /// <summary>It did not work.</summary>
    Failed,

    /// <summary>Stopped before its end.</summary>
    Stopped,
}
