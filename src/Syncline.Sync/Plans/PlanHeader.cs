using System.Text.Json.Serialization;

namespace Syncline.Sync.Plans;

/// <summary>Everything about a plan but its rows. Its JSON stands in the plan file and is part of the digest.</summary>
public sealed record PlanHeader
{
    /// <summary>Version of the file's format that this program writes and reads.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Id of the plan, a UUID version 7.</summary>
    public string Id { get; init; } = Guid.CreateVersion7().ToString();

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary><c>sha256:&lt;hex&gt;</c> of the whole plan; empty until <see cref="PlanWriter.FinishAsync"/> has computed it. Not in the JSON.</summary>
    [JsonIgnore]
    public string Digest { get; init; } = "";

    /// <summary>The project.</summary>
    public required PlanProject Project { get; init; }

    /// <summary>Where the rows come from.</summary>
    public required PlanSide Source { get; init; }

    /// <summary>Where they go.</summary>
    public required PlanSide Target { get; init; }

    /// <summary>Target columns that identified a row in the compare.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>
    /// The target's primary key column, whose values stand in <see cref="PlannedChange.RowId"/>: rows are found by it. Null when the target
    /// has no primary key of one column: rows are then found by <see cref="Key"/>.
    /// </summary>
    public string? RowIdColumn { get; init; }

    /// <summary>What is written back to the source for added rows; null for nothing.</summary>
    public PlanWriteBack? WriteBack { get; init; }

    /// <summary>Options that are added to choices before a row is written; null for none.</summary>
    public IReadOnlyList<PlanNewOption>? NewOptions { get; init; }

    /// <summary>Options as used, by name, as text.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Counts.</summary>
    public PlanCounts Counts { get; init; } = new();

    /// <summary>What a reviewer should know, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Guards as used.</summary>
    public IReadOnlyList<PlanGuard> Guards { get; init; } = [];

    /// <summary>Seconds that each step took, by name (<c>read-source</c>, <c>compare</c>, …).</summary>
    public IReadOnlyDictionary<string, double> Durations { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Where it comes from when no compare made it; else null.</summary>
    public PlanOrigin? Origin { get; init; }

    /// <summary>Whether carrying the plan out writes to its source too, see <see cref="WriteBack"/>.</summary>
    public bool WritesToSource() => WriteBack is not null && Counts.Add > 0;
}
