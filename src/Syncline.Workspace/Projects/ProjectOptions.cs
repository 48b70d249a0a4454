using Syncline.Sync.Projects;

namespace Syncline.Workspace.Projects;

/// <summary>The options of a project beside its map and its filters.</summary>
public static class ProjectOptions
{
    private const string May = "What may be done", Bounds = "Guards", Equal = "When values are equal", Keys = "Keys and ids", Changed = "Reading only what changed", Back = "Writing back";

    private static readonly (string, string)[] Deletes = [("false", "keep them"), ("deactivate", "deactivate them"), ("true", "delete them")];
    private static readonly (string, string)[] Empties = [("stop", "stop"), ("continue", "go on")];
    private static readonly (string, string)[] Precisions = [("exact", "microsecond"), ("milliseconds", "millisecond"), ("seconds", "second"), ("minutes", "minute"), ("days", "day")];
    private static readonly (string, string)[] Doubles = [("fail", "stop and list them"), ("first", "take the first"), ("last", "take the last"), (Newest, "take the newest")];
    private static readonly (string, string)[] Ids = [("random", "new ids"), ("from-key", "ids made of the key")];

    /// <summary>The word of <c>duplicates</c> that also names a column.</summary>
    private const string Newest = "newest";

    /// <summary>All of them, those of a group together.</summary>
    public static IReadOnlyList<ProjectOption> All { get; } =
    [
        Flag("actions/add", May, "Add rows that only the source has", draft => draft.Actions.Add, (draft, value) => draft with { Actions = draft.Actions with { Add = value } }),
        Flag("actions/update", May, "Update rows that differ", draft => draft.Actions.Update, (draft, value) => draft with { Actions = draft.Actions with { Update = value } }),
        Choice("actions/delete", May, "Rows that only the target has", Deletes, draft => draft.Actions.Delete switch { DeleteAction.Delete => "true", DeleteAction.Deactivate => "deactivate", _ => "false" }, (draft, word) => draft with { Actions = draft.Actions with { Delete = word switch { "true" => DeleteAction.Delete, "deactivate" => DeleteAction.Deactivate, _ => DeleteAction.None } } }),
        Limit("guards/max-adds", "At most so many adds", "no bound", draft => draft.Guards.MaxAdds, (guards, limit) => guards with { MaxAdds = limit }),
        Limit("guards/max-updates", "At most so many updates", "no bound", draft => draft.Guards.MaxUpdates, (guards, limit) => guards with { MaxUpdates = limit }),
        Limit("guards/max-deletes", "At most so many deletes", ProjectGuards.DefaultMaxDeletes.ToString(), draft => draft.Guards.MaxDeletes, (guards, limit) => guards with { MaxDeletes = limit }),
        Choice("guards/empty-source", Bounds, "A source without any row", Empties, draft => draft.Guards.StopOnEmptySource ? "stop" : "continue", (draft, word) => draft with { Guards = draft.Guards with { StopOnEmptySource = word != "continue" } }),
        new("guards/environment", Bounds, "Id that the target must have", ProjectOptionKind.Text, draft => draft.Guards.Environment ?? string.Empty, (draft, value) => draft with { Guards = draft.Guards with { Environment = Given(value) } }) { Unsaid = "any" },
        Flag("compare/ignore-case", Equal, "Ignore case", draft => draft.Compare.IgnoreCase, (draft, value) => draft with { Compare = draft.Compare with { IgnoreCase = value } }),
        Flag("compare/trim", Equal, "Ignore spaces around texts", draft => draft.Compare.Trim, (draft, value) => draft with { Compare = draft.Compare with { Trim = value } }),
        Flag("compare/empty-equals-null", Equal, "Empty text equals no value", draft => draft.Compare.EmptyEqualsNull, (draft, value) => draft with { Compare = draft.Compare with { EmptyEqualsNull = value } }),
        Choice("compare/date-precision", Equal, "Dates with times, to the", Precisions, draft => Precisions[(int)draft.Compare.DatePrecision].Item1, (draft, word) => draft with { Compare = draft.Compare with { DatePrecision = (DatePrecision)Math.Max(0, Array.FindIndex(Precisions, one => one.Item1 == word)) } }),
        Choice("duplicates", Keys, "Several rows with the same key", Doubles, draft => draft.Duplicates.Keep == DuplicateKeep.Newest ? Newest : draft.Duplicates.ToString(), (draft, word) => draft with { Duplicates = word switch { "first" => new(DuplicateKeep.First), "last" => new(DuplicateKeep.Last), Newest => new(DuplicateKeep.Newest, draft.Duplicates.NewestBy), _ => DuplicatePolicy.Fail } }),
        new("duplicates", Keys, "The newest by its column", ProjectOptionKind.SourceColumn, draft => draft.Duplicates.NewestBy ?? string.Empty, (draft, value) => draft with { Duplicates = draft.Duplicates with { NewestBy = Given(value) } })
        {
            Concerns = draft => draft.Duplicates.Keep == DuplicateKeep.Newest,
        },
        Choice("new-ids", Keys, "Ids of added rows", Ids, draft => draft.NewIds == NewIds.FromKey ? "from-key" : "random", (draft, word) => draft with { NewIds = word == "from-key" ? NewIds.FromKey : NewIds.Random }),
        Flag("incremental", Changed, "Read only what changed since the last compare", draft => draft.Incremental is not null, (draft, value) => draft with { Incremental = value ? draft.Incremental ?? new IncrementalReading() : null }),
        Watermark("incremental/source-watermark", "Column of the source that tells when a row changed", ProjectOptionKind.SourceMoment, reading => reading.SourceWatermark, (reading, value) => reading with { SourceWatermark = value }),
        Watermark("incremental/target-watermark", "Column of the target that tells when a row changed", ProjectOptionKind.TargetMoment, reading => reading.TargetWatermark, (reading, value) => reading with { TargetWatermark = value }),
        new("write-back/column", Back, "Column of the source to write to", ProjectOptionKind.SourceColumn, draft => draft.WriteBack?.Column ?? string.Empty, (draft, value) => draft with { WriteBack = Given(value) is { } column ? new WriteBackRule(column, draft.WriteBack?.From) : null }) { Unsaid = "write nothing back" },
        new("write-back/from", Back, "Value of the added row", ProjectOptionKind.TargetColumn, draft => draft.WriteBack?.From ?? string.Empty, (draft, value) => draft with { WriteBack = draft.WriteBack is { } back ? back with { From = Given(value) } : null })
        {
            Unsaid = "its primary key",
            Concerns = draft => draft.WriteBack is not null,
        },
    ];

    private static ProjectOption Flag(string path, string group, string label, Func<ProjectDraft, bool> get, Func<ProjectDraft, bool, ProjectDraft> put) =>
        new(path, group, label, ProjectOptionKind.Flag, draft => get(draft) ? "true" : "false", (draft, value) => put(draft, value == "true"));

    private static ProjectOption Choice(string path, string group, string label, (string, string)[] words, Func<ProjectDraft, string> get, Func<ProjectDraft, string, ProjectDraft> put) =>
        new(path, group, label, ProjectOptionKind.Words, get, put) { Words = words };

    private static ProjectOption Limit(string path, string label, string unsaid, Func<ProjectDraft, ChangeLimit?> get, Func<ProjectGuards, ChangeLimit?, ProjectGuards> put) =>
        new(path, Bounds, label, ProjectOptionKind.Limit, draft => get(draft)?.ToString() ?? string.Empty, (draft, value) => draft with { Guards = put(draft.Guards, ChangeLimit.Parse(value)) }) { Unsaid = unsaid };

    private static ProjectOption Watermark(string path, string label, ProjectOptionKind kind, Func<IncrementalReading, string?> get, Func<IncrementalReading, string?, IncrementalReading> put) =>
        new(path, Changed, label, kind, draft => draft.Incremental is { } reading ? get(reading) ?? string.Empty : string.Empty, (draft, value) => draft.Incremental is { } reading ? draft with { Incremental = put(reading, Given(value)) } : draft)
        {
            Unsaid = "what the system tracks",
            Concerns = draft => draft.Incremental is not null,
        };

    private static string? Given(string value) => value.Trim() is { Length: > 0 } text ? text : null;
}
