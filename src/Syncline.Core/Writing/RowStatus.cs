namespace Syncline.Core.Writing;

/// <summary>What became of one row of a write batch.</summary>
public enum RowStatus
{
    /// <summary>Written, and the server said so.</summary>
    Done,

    /// <summary>Not written; the error says why, and with <see cref="Errors.Recovery.Retry"/> that it may be sent again.</summary>
    Failed,

    /// <summary>Not written: the row changed or vanished since the version that was expected.</summary>
    Conflict,

    /// <summary>Sent, but the answer was lost: it may be written or not. Only reading the row can tell.</summary>
    Unknown,
}
