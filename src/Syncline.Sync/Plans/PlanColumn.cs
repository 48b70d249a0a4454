using Syncline.Core.Tables;

namespace Syncline.Sync.Plans;

/// <summary>One column of a plan: a target column, with its values before and after.</summary>
public sealed record PlanColumn
{
    /// <summary>Name of the target column, or of a companion such as <c>parentcustomerid.name</c>. Unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>Name that people know it by; null when there is none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Type on the target.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>What it is for.</summary>
    public required PlanColumnRole Role { get; init; }

    /// <summary>The column that a display column explains; else null.</summary>
    public string? CompanionOf { get; init; }

    /// <summary>What its values come from, in words for people: a source column, an expression, a lookup; null when not told.</summary>
    public string? Source { get; init; }

    /// <summary>The column as a batch describes it.</summary>
    public ColumnSchema ToSchema() => new() { Name = Name, DisplayName = DisplayName, Type = Type, CompanionOf = CompanionOf };
}
