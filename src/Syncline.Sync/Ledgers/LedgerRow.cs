using Syncline.Core.Errors;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Ledgers;

/// <summary>A change's line in the ledger.</summary>
public sealed record LedgerRow
{
    /// <summary>Number of the change in the plan.</summary>
    public required long Seq { get; init; }

    /// <summary>What the change does.</summary>
    public required PlanAction Action { get; init; }

    /// <summary>What became of it.</summary>
    public required RowState State { get; init; }

    /// <summary>Primary key of the row, as the plan fixed it or the target gave it; null when not known.</summary>
    public string? RowId { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>Stable id of the error; null when there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The server's own code.</summary>
    public string? ServerCode { get; init; }

    /// <summary>What is wrong.</summary>
    public string? Message { get; init; }

    /// <summary>What to do next.</summary>
    public string? Advice { get; init; }

    /// <summary>Column that the error is about.</summary>
    public string? Column { get; init; }

    /// <summary>Id by which the server's support finds the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>When this was written.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The line of a change with this outcome.</summary>
    internal static LedgerRow Of(PlannedChange change, RowState state, int attempts, string? rowId = null, ErrorDetail? error = null) => new()
    {
        Seq = change.Seq,
        Action = change.Action,
        State = state,
        RowId = rowId ?? change.RowId,
        Attempts = attempts,
        ErrorId = error?.Id,
        ServerCode = error?.ServerCode,
        Message = error?.Message,
        Advice = error?.Advice,
        Column = error?.Column,
        RequestId = error?.RequestId,
    };
}
