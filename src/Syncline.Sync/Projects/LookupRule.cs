namespace Syncline.Sync.Projects;

/// <summary>Finds the row of a target-side table whose columns hold the source's business values; its primary key becomes the lookup's value.</summary>
public sealed record LookupRule
{
    /// <summary>Table on the target connection.</summary>
    public required string Table { get; init; }

    /// <summary>
    /// Columns of that table that the source values are matched with, in the order of <see cref="ColumnRule.From"/>; empty when the source
    /// holds the primary key itself.
    /// </summary>
    public IReadOnlyList<string> Match { get; init; } = [];

    /// <summary>What happens when no row matches. A value that matches several rows is always a problem.</summary>
    public MissingLookup Missing { get; init; }
}
