using Syncline.Sync.Plans;

namespace Syncline.Sync.Comparing;

/// <summary>A column of a plan with the SQL of its values; <c>s</c> is the mapped row, <c>t</c> the target's.</summary>
internal sealed record PlannedColumn
{
    /// <summary>The column as the plan describes it.</summary>
    public required PlanColumn Column { get; init; }

    /// <summary>Index of the mapped column that it is, or explains; -1 for a column that no rule fills.</summary>
    public required int Index { get; init; }

    /// <summary>Whether an update changes it.</summary>
    public string Differs => Index < 0 ? "false" : $"d{Index}";

    /// <summary>Value that a deactivated row gets; null when deactivating leaves the column alone.</summary>
    public string? Deactivated { get; init; }

    /// <summary>Value from the source.</summary>
    public required string Source { get; init; }

    /// <summary>Value on the target.</summary>
    public required string Target { get; init; }
}
