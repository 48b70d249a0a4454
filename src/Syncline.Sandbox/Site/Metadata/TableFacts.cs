namespace Syncline.Sandbox.Site.Metadata;

/// <summary>The content of one file in <c>Tables/</c>.</summary>
internal sealed record TableFacts
{
    public required string Name { get; init; }

    public required string Schema { get; init; }

    public required string Set { get; init; }

    /// <summary><c>ObjectTypeCode</c>.</summary>
    public required int Code { get; init; }

    public required string Label { get; init; }

    public required string Plural { get; init; }

    public required string PrimaryId { get; init; }

    public string? PrimaryName { get; init; }

    public string? PrimaryImage { get; init; }

    public required string Ownership { get; init; }

    public Guid? Id { get; init; }

    public bool Activity { get; init; }

    public bool Custom { get; init; }

    /// <summary>True for users and teams, which can own rows.</summary>
    public bool Principal { get; init; }

    public bool ChangeTracking { get; init; }

    public bool OptimisticConcurrency { get; init; }

    public bool DuplicateDetection { get; init; }

    public bool EnforceStateTransitions { get; init; }

    /// <summary>True for the table behind an N:N relationship.</summary>
    public bool Intersect { get; init; }

    /// <summary>True for a table of the type Elastic (PROTOCOL 5.8).</summary>
    public bool Elastic { get; init; }

    /// <summary>False for tables without CreateMultiple, UpdateMultiple and UpsertMultiple.</summary>
    public bool Bulk { get; init; } = true;

    /// <summary>True for tables that only the server fills.</summary>
    public bool ReadOnly { get; init; }

    public IReadOnlyList<AlternateKey> Keys { get; init; } = [];

    public required IReadOnlyDictionary<string, Column> Columns { get; init; }
}
