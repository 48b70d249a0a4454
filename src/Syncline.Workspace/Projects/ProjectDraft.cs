using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Projects;

namespace Syncline.Workspace.Projects;

/// <summary>A project while it is put together: each change gives another draft. It may be incomplete; <see cref="Missing"/> says what it lacks.</summary>
public sealed record ProjectDraft
{
    /// <summary>Where rows come from; null until it is chosen.</summary>
    public TableReference? Source { get; init; }

    /// <summary>Where rows go; null until it is chosen.</summary>
    public TableReference? Target { get; init; }

    /// <summary>The source's table; null until the system has described it.</summary>
    public TableSchema? SourceSchema { get; init; }

    /// <summary>The target's table; null until the system has described it.</summary>
    public TableSchema? TargetSchema { get; init; }

    /// <summary>Target columns that identify a row.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Rules by target column. One whose source is not chosen yet has neither <c>From</c> nor <c>Value</c>.</summary>
    public IReadOnlyList<ColumnRule> Columns { get; init; } = [];

    /// <summary>Why a column was mapped by itself, by target column.</summary>
    public IReadOnlyDictionary<string, AutoMapPair> Reasons { get; init; } = new Dictionary<string, AutoMapPair>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What may be done.</summary>
    public ProjectActions Actions { get; init; } = new();

    /// <summary>Rows of the source that take part: DuckDB SQL over source columns; null for all.</summary>
    public string? SourceFilter { get; init; }

    /// <summary>Rows of the target that take part, in a language of the target; null for all.</summary>
    public NativeFilter? TargetFilter { get; init; }

    /// <summary>Bounds that stop an apply.</summary>
    public ProjectGuards Guards { get; init; } = new();

    /// <summary>How values are compared, unless a column says otherwise.</summary>
    public CompareSettings Compare { get; init; } = new();

    /// <summary>What happens when several rows of one side have the same key.</summary>
    public DuplicatePolicy Duplicates { get; init; } = DuplicatePolicy.Fail;

    /// <summary>Which ids added rows get.</summary>
    public NewIds NewIds { get; init; }

    /// <summary>How to read only what changed; null reads both sides whole.</summary>
    public IncrementalReading? Incremental { get; init; }

    /// <summary>What is written to the source after a row was added; null for nothing.</summary>
    public WriteBackRule? WriteBack { get; init; }

    /// <summary>Source columns that no rule names.</summary>
    public IReadOnlyList<ColumnSchema> Unused =>
    [
        .. (SourceSchema?.Columns ?? []).Where(column => column is { CanRead: true, CompanionOf: null }
            && !Columns.Any(rule => rule.From.Contains(column.Name, StringComparer.OrdinalIgnoreCase))),
    ];

    /// <summary>Target columns that a new row must have and no rule fills.</summary>
    public IReadOnlyList<ColumnSchema> Required =>
    [
        .. (TargetSchema?.Columns ?? []).Where(column => column is { IsRequired: true, CanInsert: true, CompanionOf: null } && RuleFor(column.Name) is null),
    ];

    /// <summary>Target columns that can still be filled.</summary>
    public IReadOnlyList<ColumnSchema> Free =>
    [
        .. (TargetSchema?.Columns ?? []).Where(column => column is { CompanionOf: null } && (column.CanInsert || column.CanUpdate) && RuleFor(column.Name) is null),
    ];

    /// <summary>Whether a new row must have a target column.</summary>
    public bool IsRequired(string target) => TargetSchema?.Find(target) is { IsRequired: true, CanInsert: true };

    /// <summary>What it lacks before it can be saved and compared, a sentence each.</summary>
    public IReadOnlyList<string> Missing
    {
        get
        {
            var missing = new List<string>();
            if (Source is null || Target is null)
            {
                missing.Add(Source is null ? "Choose the source." : "Choose the target.");
                return missing;
            }

            missing.AddRange(Columns.Where(rule => rule.Value is null && (rule.From.Count == 0 || rule.From.Any(name => name.Length == 0))).Select(rule => $"Choose what fills {TitleOf(rule.Target)}."));
            missing.AddRange(Columns.Where(rule => rule.Lookup is { } lookup && (lookup.Table.Length == 0 || lookup.Match.Any(name => name.Length == 0))).Select(rule => $"Choose what the lookup of {TitleOf(rule.Target)} matches."));
            if (Columns.Count == 0)
            {
                missing.Add("Map at least one column.");
            }
            else if (Key.Count == 0)
            {
                missing.Add("Choose the key: the column that tells which row is which.");
            }

            if (Duplicates is { Keep: DuplicateKeep.Newest, NewestBy: null or "" })
            {
                missing.Add("Choose the column that tells which of several rows with the same key is the newest.");
            }

            if (WriteBack is { Column: "" })
            {
                missing.Add("Choose the column of the source that is written to after a row was added.");
            }

            return missing;
        }
    }

    /// <summary>The rule that fills a target column; null when none does.</summary>
    public ColumnRule? RuleFor(string target) => Columns.FirstOrDefault(rule => string.Equals(rule.Target, target, StringComparison.OrdinalIgnoreCase));

    /// <summary>What people call a target column.</summary>
    public string TitleOf(string target) => TargetSchema?.Find(target)?.DisplayName ?? target;

    /// <summary>
    /// Maps what names and the first rows tell, with the reasons; what is mapped already stays. Lookups without a rule are left to <see cref="WithRule"/>, and the key is
    /// proposed by the target's own keys only.
    /// </summary>
    /// <param name="sample">First rows of the source: a pair whose texts can't be what the target holds is left out, and dates and numbers get their format.</param>
    public ProjectDraft AutoMapped(SourceSample? sample = null)
    {
        if (SourceSchema is null || TargetSchema is null)
        {
            return this;
        }

        sample ??= SourceSample.None;
        var pairs = AutoMap.Propose(SourceSchema, TargetSchema, sample).Pairs
            .Where(pair => sample.Fits(pair) && RuleFor(pair.To.Name) is null && !Columns.Any(rule => rule.From.Contains(pair.From.Name, StringComparer.OrdinalIgnoreCase)))
            .ToList();
        var columns = Columns.Concat(pairs.Select(pair => RuleOf(pair.To, pair.From.Name, pair.From.Type.Kind) with { Format = sample.FormatOf(pair) })).ToList();
        return this with
        {
            Columns = columns,
            Reasons = Reasons.Concat(pairs.Select(pair => KeyValuePair.Create(pair.To.Name, pair))).DistinctBy(one => one.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase),
            Key = Key.Count > 0 ? Key : [.. AutoMap.Propose(SourceSchema, TargetSchema).Key.Where(name => columns.Exists(rule => string.Equals(rule.Target, name, StringComparison.OrdinalIgnoreCase)))],
        };
    }

    /// <summary>Fills a target column from a source column, in place of what filled it.</summary>
    public ProjectDraft Mapped(string target, string? source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        var column = TargetSchema?.Find(target);
        var before = RuleFor(target);
        var rule = before is not null
            ? before with { From = source is null ? [] : [source], Value = null }
            : column is null ? new ColumnRule { Name = target, Target = target, From = source is null ? [] : [source] }
            : RuleOf(column, source, source is null ? null : SourceSchema?.Find(source)?.Type.Kind);
        return WithRule(rule);
    }

    /// <summary>Takes a rule in, in place of the one for its target column.</summary>
    public ProjectDraft WithRule(ColumnRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var reasons = Reasons.Where(one => !string.Equals(one.Key, rule.Target, StringComparison.OrdinalIgnoreCase)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        return RuleFor(rule.Target) is { } before
            ? this with { Columns = [.. Columns.Select(one => one == before ? rule : one)], Reasons = reasons }
            : this with { Columns = [.. Columns, rule] };
    }

    /// <summary>Fills a target column no more.</summary>
    public ProjectDraft Without(string target) => this with
    {
        Columns = [.. Columns.Where(rule => !string.Equals(rule.Target, target, StringComparison.OrdinalIgnoreCase))],
        Key = [.. Key.Where(name => !string.Equals(name, target, StringComparison.OrdinalIgnoreCase))],
    };

    /// <summary>Makes a target column part of the key, or no longer.</summary>
    public ProjectDraft WithKey(string target, bool isKey) => this with
    {
        Key = [.. Key.Where(name => !string.Equals(name, target, StringComparison.OrdinalIgnoreCase)).Concat(isKey ? [target] : [])],
    };

    /// <summary>The column of a table by which a value from elsewhere finds its rows: a key of one column, else the column that names a row.</summary>
    public static string? MatchIn(TableSchema table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Keys.FirstOrDefault(key => !key.IsPrimary && key.Columns.Count == 1)?.Columns[0] ?? table.NameColumn;
    }

    /// <summary>The project, when nothing is missing.</summary>
    /// <exception cref="InvalidOperationException">Something is.</exception>
    public Project ToProject(string name) => Missing.Count > 0
        ? throw new InvalidOperationException(Missing[0])
        : new Project
        {
            Name = name,
            Source = Source!,
            Target = Target!,
            Key = Key,
            Columns = Columns,
            SourceFilter = SourceFilter,
            TargetFilter = TargetFilter,
            Actions = Actions,
            Guards = Guards,
            Compare = Compare,
            Duplicates = Duplicates,
            NewIds = NewIds,
            Incremental = Incremental,
            WriteBack = WriteBack,
        };

    /// <summary>The draft of a project that was opened.</summary>
    public static ProjectDraft Of(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return new ProjectDraft
        {
            Source = project.Source,
            Target = project.Target,
            Key = project.Key,
            Columns = project.Columns,
            SourceFilter = project.SourceFilter,
            TargetFilter = project.TargetFilter,
            Actions = project.Actions,
            Guards = project.Guards,
            Compare = project.Compare,
            Duplicates = project.Duplicates,
            NewIds = project.NewIds,
            Incremental = project.Incremental,
            WriteBack = project.WriteBack,
        };
    }

    /// <summary>With another table on one side: what was said of the columns of the one before is said no more.</summary>
    public ProjectDraft WithSide(bool isSource, TableReference table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var cleared = this with
        {
            Columns = [],
            Key = [],
            Reasons = new Dictionary<string, AutoMapPair>(StringComparer.OrdinalIgnoreCase),
            Duplicates = Duplicates.Keep == DuplicateKeep.Newest ? DuplicatePolicy.Fail : Duplicates,
            WriteBack = null,
        };
        return isSource
            ? cleared with { Source = table, SourceSchema = null, SourceFilter = null, Incremental = Incremental is null ? null : Incremental with { SourceWatermark = null } }
            : cleared with { Target = table, TargetSchema = null, TargetFilter = null, Incremental = Incremental is null ? null : Incremental with { TargetWatermark = null } };
    }

    // Text in a choice column is taken for labels; text in a lookup column is a business value that a lookup rule has to find.
    private static ColumnRule RuleOf(ColumnSchema to, string? from, ColumnKind? kind) => new()
    {
        Name = to.Name,
        Target = to.Name,
        From = from is null ? [] : [from],
        Choice = to.Type.Kind is ColumnKind.Choice or ColumnKind.Choices && kind is ColumnKind.Text or null ? ChoiceFor(to) : null,
        Lookup = to.Type.Kind == ColumnKind.Lookup && kind is not (ColumnKind.Guid or ColumnKind.Lookup) ? new LookupRule { Table = to.Type.LookupTargets is [var only] ? only : string.Empty, Match = [string.Empty] } : null,
    };

    private static ChoiceRule? ChoiceFor(ColumnSchema to) => to.Type.Kind is ColumnKind.Choice or ColumnKind.Choices ? new ChoiceRule { By = ChoiceBy.Label } : null;
}
