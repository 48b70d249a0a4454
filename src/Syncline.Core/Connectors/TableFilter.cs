namespace Syncline.Core.Connectors;

/// <summary>Which tables to list.</summary>
public sealed record TableFilter
{
    /// <summary>Every table that data can be read from.</summary>
    public static TableFilter All { get; } = new();

    /// <summary>Part of the name or display name, without regard to case; null lists all.</summary>
    public string? Search { get; init; }

    /// <summary>Whether a table passes <see cref="Search"/>.</summary>
    public bool Accepts(Tables.TableSummary table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return string.IsNullOrEmpty(Search)
            || table.Name.Contains(Search, StringComparison.OrdinalIgnoreCase)
            || (table.DisplayName?.Contains(Search, StringComparison.OrdinalIgnoreCase) ?? false);
    }
}
