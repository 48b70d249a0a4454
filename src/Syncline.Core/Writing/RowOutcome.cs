using Syncline.Core.Errors;

namespace Syncline.Core.Writing;

/// <summary>What became of one row.</summary>
public sealed record RowOutcome
{
    /// <summary>Done, without more to say.</summary>
    public static RowOutcome Done { get; } = new() { Status = RowStatus.Done };

    /// <summary>Status.</summary>
    public required RowStatus Status { get; init; }

    /// <summary>Key that the system gave the row, or found it by (Dataverse: its id in lower-case 8-4-4-4-12 form); null when not told.</summary>
    public string? Id { get; init; }

    /// <summary>After an upsert: true when the row was made, false when it was changed, null when not told.</summary>
    public bool? Inserted { get; init; }

    /// <summary>Why, for every status but Done.</summary>
    public ErrorDetail? Error { get; init; }

    /// <summary>Failed with this error.</summary>
    public static RowOutcome Failed(ErrorDetail error) => new() { Status = RowStatus.Failed, Error = error };

    /// <summary>Conflict with this error.</summary>
    public static RowOutcome Conflict(ErrorDetail error) => new() { Status = RowStatus.Conflict, Error = error };

    /// <summary>Unknown because of this error.</summary>
    public static RowOutcome Unknown(ErrorDetail error) => new() { Status = RowStatus.Unknown, Error = error };
}
