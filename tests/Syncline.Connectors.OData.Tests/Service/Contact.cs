using System.ComponentModel.DataAnnotations;

namespace Syncline.ODataService;

/// <summary>A row of the test service, with every type that OData has.</summary>
public sealed record Contact
{
    [Key]
    [MaxLength(20)]
    public required string Number { get; init; }

    [MaxLength(100)]
    public string? Name { get; init; }

    public string? Note { get; init; }

    public int? Visits { get; init; }

    public decimal? Balance { get; init; }

    public double? Weight { get; init; }

    public bool? Active { get; init; }

    public DateTimeOffset? Seen { get; init; }

    public DateOnly? Born { get; init; }

    public TimeOnly? Calls { get; init; }

    public Guid? Reference { get; init; }

    public byte[]? Photo { get; init; }

    public Rank? Rank { get; init; }

    public Address? Address { get; init; }

    public IList<string> Tags { get; init; } = [];

    [ConcurrencyCheck]
    public long Version { get; init; } = 1;
}
