namespace Syncline.Sync.Projects;

/// <summary>How values are compared.</summary>
public sealed record CompareSettings
{
    /// <summary>Texts that differ only in case are equal. Default false.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Empty text equals no value, and no value is what gets written. Default true.</summary>
    public bool EmptyEqualsNull { get; init; } = true;

    /// <summary>Spaces around a text do not count. Default false.</summary>
    public bool Trim { get; init; }

    /// <summary>How fine dates with times are compared. Default seconds, which is what Dataverse keeps.</summary>
    public DatePrecision DatePrecision { get; init; } = DatePrecision.Seconds;
}
