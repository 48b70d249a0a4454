namespace Syncline.Sync.Projects;

/// <summary>How one target column is filled. Exactly one of <see cref="From"/> and <see cref="Value"/> is given.</summary>
public sealed record ColumnRule
{
    /// <summary>The rule's name: its key in the file, and the target column unless <c>to</c> says another.</summary>
    public required string Name { get; init; }

    /// <summary>Target column.</summary>
    public required string Target { get; init; }

    /// <summary>Source columns: one, or as many as the lookup rule matches; empty when <see cref="Value"/> is given.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>DuckDB SQL over source columns; null when <see cref="From"/> is given.</summary>
    public string? Value { get; init; }

    /// <summary>Finds the row of another table that a business value names; null when the value is used as it is.</summary>
    public LookupRule? Lookup { get; init; }

    /// <summary>How choice values are written in the source; null takes labels and numbers alike.</summary>
    public ChoiceRule? Choice { get; init; }

    /// <summary>
    /// How the source writes dates (<c>dd.MM.yyyy</c>) or numbers (<c>1.234,56</c>: a sample that shows the grouping and the decimal sign);
    /// null expects ISO 8601 dates and plain numbers.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>How this column is compared; null as the project says.</summary>
    public ColumnCompare? Compare { get; init; }

    /// <summary>What the value comes from, for people: the source columns or the expression.</summary>
    public string Origin => Value ?? string.Join(", ", From);

    /// <summary>Path of a part of this rule among the project's <see cref="Project.Marks"/>.</summary>
    internal string MarkOf(params ReadOnlySpan<string> parts) => ProjectMarks.Join(["columns", Name, .. parts]);
}
