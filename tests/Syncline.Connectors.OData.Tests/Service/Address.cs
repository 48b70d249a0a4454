namespace Syncline.ODataService;

/// <summary>A complex value.</summary>
public sealed record Address
{
    public string? City { get; init; }

    public string? Zip { get; init; }
}
