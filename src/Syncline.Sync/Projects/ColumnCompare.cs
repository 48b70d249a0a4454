namespace Syncline.Sync.Projects;

/// <summary>How one column is compared; what is null here is as the project's <see cref="CompareSettings"/> say.</summary>
public sealed record ColumnCompare
{
    /// <summary>When a difference counts.</summary>
    public CompareMode Mode { get; init; }

    /// <summary>Texts that differ only in case are equal.</summary>
    public bool? IgnoreCase { get; init; }

    /// <summary>Spaces around a text do not count.</summary>
    public bool? Trim { get; init; }

    /// <summary>Empty text equals no value.</summary>
    public bool? EmptyEqualsNull { get; init; }

    /// <summary>How fine dates with times are compared.</summary>
    public DatePrecision? DatePrecision { get; init; }

    /// <summary>Numbers that differ by at most this much are equal; null compares exactly.</summary>
    public decimal? Tolerance { get; init; }
}
