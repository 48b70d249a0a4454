namespace Syncline.Connectors.Dataverse.Reading.Ranges;

/// <summary>How tables are cut into ranges.</summary>
internal sealed record RangeLimits
{
    /// <summary>Smaller tables are read in one pass.</summary>
    public long LargeTable { get; init; } = 150_000;

    /// <summary>
    /// Rows that a range should have at most: ten pages, and as many as a site counts
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data#limitations).
    /// </summary>
    public long RowsPerRange { get; init; } = 50_000;

    /// <summary>Most ranges: the site has no index on when rows were made, and looks through the table once for each.</summary>
    public int MostRanges { get; init; } = 64;

    /// <summary>Ranges read beside each other. No more than <c>x-ms-dop-hint</c> recommends on small sites.</summary>
    public int AtOnce { get; init; } = 4;
}
