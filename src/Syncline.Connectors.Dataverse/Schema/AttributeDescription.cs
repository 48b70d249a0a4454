using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>One attribute as the server describes it, free of the transport's form.</summary>
internal sealed record AttributeDescription
{
    public required string LogicalName { get; init; }

    public required AttributeType Type { get; init; }

    public string? DisplayName { get; init; }

    public bool IsValidForCreate { get; init; }

    public bool IsValidForUpdate { get; init; }

    public bool IsValidForRead { get; init; } = true;

    /// <summary>False for names and types beside a lookup, which only the Organization Service shows.</summary>
    public bool IsValidForOData { get; init; } = true;

    /// <summary>ApplicationRequired or SystemRequired.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the server fills it in when a new row lacks it.</summary>
    public bool HasDefault { get; init; }

    public int? MaxLength { get; init; }

    public int? Precision { get; init; }

    /// <summary>For money: 0 the attribute's precision counts, 1 the organisation's, 2 the currency's.</summary>
    public int? PrecisionSource { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary><c>UserLocal</c>, <c>DateOnly</c> or <c>TimeZoneIndependent</c>.</summary>
    public string? DateTimeBehavior { get; init; }

    public IReadOnlyList<string> Targets { get; init; } = [];

    public IReadOnlyList<ChoiceOption> Options { get; init; } = [];

    /// <summary>Name of the global choice that the options are of; null when they are the attribute's own.</summary>
    public string? GlobalChoice { get; init; }
}
