namespace Syncline.Sync.Ledgers;

/// <summary>What a run knows of one planned change. A change without a row in the ledger is planned: nothing was sent.</summary>
public enum RowState
{
    /// <summary>About to be sent, or sent and not yet answered. After a crash only these rows are in doubt.</summary>
    Sent,

    /// <summary>Written.</summary>
    Done,

    /// <summary>Refused; the error says why.</summary>
    Failed,

    /// <summary>Not written, because the target's row is no longer what the plan was made from.</summary>
    Conflict,

    /// <summary>Sent, and the answer was lost.</summary>
    Unknown,
}
