namespace Syncline.Sync.Projects;

/// <summary>
/// What a project file says: where rows come from and go to, how they are matched and mapped, and what may be done. Names are as written;
/// whether they exist in the two tables is the checker's business. Immutable.
/// </summary>
public sealed record Project
{
    /// <summary>File name without <c>.syncline.yaml</c>, or what the file's <c>name</c> says.</summary>
    public required string Name { get; init; }

    /// <summary>Where rows come from.</summary>
    public required TableReference Source { get; init; }

    /// <summary>Where rows go to.</summary>
    public required TableReference Target { get; init; }

    /// <summary>Target columns that identify a row, in order; at least one. Each is mapped by one of <see cref="Columns"/>.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Rules, in the file's order; each fills one target column, and no two the same.</summary>
    public required IReadOnlyList<ColumnRule> Columns { get; init; }

    /// <summary>DuckDB SQL over source columns; rows for which it is not true are left out as if the source had not got them. Null keeps all.</summary>
    public string? SourceFilter { get; init; }

    /// <summary>Filter of source rows in a language of the source, which answers with those rows alone; other rows count as not there. Null takes all.</summary>
    public Core.Reading.NativeFilter? SourceNativeFilter { get; init; }

    /// <summary>Filter of target rows in a language of the target; null takes all.</summary>
    public Core.Reading.NativeFilter? TargetFilter { get; init; }

    /// <summary>What may be done.</summary>
    public ProjectActions Actions { get; init; } = new();

    /// <summary>Bounds that stop an apply.</summary>
    public ProjectGuards Guards { get; init; } = new();

    /// <summary>How values are compared, unless a column says otherwise.</summary>
    public CompareSettings Compare { get; init; } = new();

    /// <summary>What happens when several rows of one side have the same key.</summary>
    public DuplicatePolicy Duplicates { get; init; } = DuplicatePolicy.Fail;

    /// <summary>Which ids added rows get.</summary>
    public NewIds NewIds { get; init; }

    /// <summary>How to read only what changed since the last compare; null reads both sides whole.</summary>
    public IncrementalReading? Incremental { get; init; }

    /// <summary>What is written to the source after a row was added; null for nothing.</summary>
    public WriteBackRule? WriteBack { get; init; }

    /// <summary>
    /// Whether it was made of a lookup rule with <c>missing: add</c> (<see cref="MissingRows"/>): of the source's rows, the different values of its key count, and
    /// rows without one do not.
    /// </summary>
    public bool AddsMissingRows { get; internal init; }

    /// <summary>Path of the file as the user gave it; null for a project that came from no file.</summary>
    public string? Path { get; init; }

    /// <summary>SHA-256 of the file's text in lower-case hex, before parameters are filled in; empty for a project that came from no file.</summary>
    public string TextSha256 { get; init; } = "";

    /// <summary>Where each part stands in the file.</summary>
    public ProjectMarks Marks { get; init; } = ProjectMarks.None;

    /// <summary>The rule that fills a target column; null when none does.</summary>
    public ColumnRule? RuleFor(string targetColumn) =>
        Columns.FirstOrDefault(rule => string.Equals(rule.Target, targetColumn, StringComparison.OrdinalIgnoreCase));
}
