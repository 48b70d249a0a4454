using System.ComponentModel.DataAnnotations;

namespace Syncline.ODataService;

/// <summary>A row whose key has two parts.</summary>
public sealed record Order
{
    [Key]
    public int Year { get; init; }

    [Key]
    public int Number { get; init; }

    public string? Subject { get; init; }
}
