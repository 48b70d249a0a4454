namespace Syncline.Core.Tables;

/// <summary>A table as a list shows it.</summary>
public sealed record TableSummary
{
    /// <summary>Name in project files; a Dataverse logical name, a file name, <c>schema.table</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name that people know it by; null when the system has none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>For Dataverse, the entity set name (the table's name in URLs); else null.</summary>
    public string? EntitySetName { get; init; }

    /// <summary>What the table holds, in a sentence; null when the system does not say.</summary>
    public string? Description { get; init; }
}
