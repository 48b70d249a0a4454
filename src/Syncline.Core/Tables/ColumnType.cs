namespace Syncline.Core.Tables;

/// <summary>Kind of a column with its limits. Values that break a limit do not fit: they are reported, never cut.</summary>
public sealed record ColumnType
{
    /// <summary>Digits after the point that a decimal column has in a batch when the system names no scale.</summary>
    public const int DefaultScale = 12;

    /// <summary>What the values mean.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>Longest text in UTF-16 code units, or most bytes; null when unlimited or unknown.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Digits after the point of a decimal, money or double; null when unlimited or unknown.</summary>
    public int? Scale { get; init; }

    /// <summary>Smallest number allowed; null when unlimited or unknown.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Largest number allowed; null when unlimited or unknown.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Options of a choice column; empty for other kinds.</summary>
    public IReadOnlyList<ChoiceOption> Choices { get; init; } = [];

    /// <summary>The list to which options can be added; null when they can't, or when the column is no choice.</summary>
    public ChoiceList? ChoiceList { get; init; }

    /// <summary>Tables (by name) that a lookup can point to; more than one makes it polymorphic. Empty for other kinds.</summary>
    public IReadOnlyList<string> LookupTargets { get; init; } = [];

    /// <summary>
    /// Whether a text is a list in which neither order nor case counts; semicolons or line breaks stand between its parts. False for other kinds.
    /// </summary>
    public bool IsUnorderedList { get; init; }

    /// <summary>Scale of the column's Arrow decimal, 0 to 28.</summary>
    public int ArrowScale => Math.Clamp(Scale ?? DefaultScale, 0, 28);

    /// <summary>A type of this kind without limits.</summary>
    public static ColumnType Of(ColumnKind kind) => new() { Kind = kind };
}
