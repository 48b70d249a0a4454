namespace Syncline.Sandbox.Site.Traffic;

/// <summary>What goes wrong with a request.</summary>
internal enum FaultKind
{
    /// <summary>The connection breaks before anything was done.</summary>
    ResetBefore,

    /// <summary>The connection breaks after the request was carried out and before its answer.</summary>
    ResetAfter,

    /// <summary>The request is carried out, and its answer never comes.</summary>
    NoAnswer,

    /// <summary>The answer comes in small pieces with pauses between them.</summary>
    SlowBody,

    /// <summary>The answer ends in its middle.</summary>
    TruncatedBody,

    /// <summary>An error status instead of an answer; nothing is done.</summary>
    Status,

    /// <summary>The request arrives twice, as when a proxy repeats it; the answer is the second one's.</summary>
    Duplicate,
}
