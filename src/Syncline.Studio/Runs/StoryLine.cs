using System.Globalization;
using Syncline.Studio.Grid;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Studio.Runs;

/// <summary>What a run did to a row, as a page tells it.</summary>
internal sealed class StoryLine(RowEvent told)
{
    /// <summary>What happened.</summary>
    public RowEvent Event { get; } = told;

    /// <summary>Sign of the action.</summary>
    public GridSign Sign { get; } = told.Change.Action switch { PlanAction.Add => GridSign.Add, PlanAction.Update => GridSign.Update, _ => GridSign.Delete };

    /// <summary>When: the moment of the row's end, else of the run's begin.</summary>
    public string When { get; } = (told.Line is { } line ? line.At : told.Run.Started).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>What became of it, in a word.</summary>
    public string State => StateOf(Event.Change, Event.Line);

    /// <summary>What became of a change, in a word.</summary>
    public static string StateOf(PlannedChange change, LedgerRow? line) => line?.State switch
    {
        RowState.Done => change.Action switch { PlanAction.Add => "Added", PlanAction.Update => "Changed", _ => "Deleted" },
        RowState.Failed => "Failed",
        RowState.Conflict => "In conflict, not written",
        RowState.Sent or RowState.Unknown => "In doubt",
        _ => "Not sent",
    };

    /// <summary>Class that colours that word.</summary>
    public string StateClass => Event.Line?.State switch { RowState.Done => "ok", RowState.Failed => "bad", _ => "warn" };

    /// <summary>Whether all of its values are shown.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The values that it changed, wrote or took away, in the plan's order.</summary>
    public IReadOnlyList<(string Name, string Title, string? Before, string? After)> Cells { get; } =
    [
        .. told.Columns.Index()
            .Where(one => one.Item.Role is PlanColumnRole.Key or PlanColumnRole.Value && IsTold(told.Change, one.Item, one.Index))
            .Select(one => (one.Item.Name, one.Item.DisplayName ?? one.Item.Name, TextOf(told, told.Change.Before, one.Index), TextOf(told, told.Change.After, one.Index))),
    ];

    private static bool IsTold(PlannedChange change, PlanColumn column, int at) => change.Action == PlanAction.Delete
        ? change.Before?[at] is not null
        : change.Changed.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    // Lookups and choices by their words.
    private static string? TextOf(RowEvent told, IReadOnlyList<object?>? row, int at)
    {
        var column = told.Columns[at];
        var words = told.Columns.Index()
            .Where(one => one.Item.CompanionOf == column.Name && (one.Item.Name == column.Name + ".name" || one.Item.Name == column.Name + ".label"))
            .Select(one => row?[one.Index] as string)
            .FirstOrDefault();
        return row is null ? null : words ?? GridText.Of(row[at], column.Type);
    }
}
