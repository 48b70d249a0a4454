namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>One table as the server describes it, free of the transport's form; in a listing without attributes, keys and lookups.</summary>
internal sealed record EntityDescription
{
    public required string LogicalName { get; init; }

    /// <summary>The table's name in URLs; null when it can't be addressed.</summary>
    public string? EntitySetName { get; init; }

    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    public string? PrimaryIdAttribute { get; init; }

    public string? PrimaryNameAttribute { get; init; }

    /// <summary>Table behind an N:N relationship.</summary>
    public bool IsIntersect { get; init; }

    public bool IsPrivate { get; init; }

    /// <summary><c>Standard</c>, <c>Elastic</c> or <c>Virtual</c>.</summary>
    public string? TableType { get; init; }

    /// <summary>Whether the server can tell what changed; taken for true where it does not say.</summary>
    public bool IsChangeTrackingEnabled { get; init; } = true;

    public bool IsOptimisticConcurrencyEnabled { get; init; } = true;

    public IReadOnlyList<AttributeDescription> Attributes { get; init; } = [];

    /// <summary>Alternate keys whose index is active.</summary>
    public IReadOnlyList<AlternateKeyDescription> Keys { get; init; } = [];

    /// <summary>For the table behind an N:N relationship, that relationship.</summary>
    public ManyToManyRelationship? Association { get; init; }

    public IReadOnlyList<LookupRelationship> Lookups { get; init; } = [];
}
