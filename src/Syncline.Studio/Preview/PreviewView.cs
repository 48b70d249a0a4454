using Syncline.Studio.Grid;
using Syncline.Sync.Staging;

namespace Syncline.Studio.Preview;

/// <summary>What somebody chose to see of a table. Immutable.</summary>
public sealed record PreviewView
{
    /// <summary>Names of the columns shown, in order; null for those that everybody sees first. Companions are not named: <see cref="IsRaw"/> decides.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Whether numbers and ids are shown as stored, instead of the names of choices and lookups.</summary>
    public bool IsRaw { get; init; }

    /// <summary>What rows are sorted by.</summary>
    public GridSort? Sort { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<RowCondition> Conditions { get; init; } = [];

    /// <summary>Text that a row must hold in one of its columns.</summary>
    public string Find { get; init; } = string.Empty;

    /// <summary>Widths that somebody gave columns.</summary>
    public IReadOnlyDictionary<string, int> Widths { get; init; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
}
