using Syncline.Core.Tables;
using Syncline.Studio.Connections;

namespace Syncline.Studio.Tree;

/// <summary>One visible row of the tree.</summary>
public sealed record TreeRow
{
    /// <summary>What it shows.</summary>
    public required TreeRowKind Kind { get; init; }

    /// <summary>Stays the same while the row is the same thing.</summary>
    public required string Key { get; init; }

    /// <summary>Level, from 1.</summary>
    public required int Level { get; init; }

    /// <summary>Its words.</summary>
    public required string Label { get; init; }

    /// <summary>Further words at its right end.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it opens; null when it has nothing below it.</summary>
    public bool? IsOpen { get; init; }

    /// <summary>The connection it belongs to; null for a group.</summary>
    public ShelfConnection? Connection { get; init; }

    /// <summary>The table it is or belongs to.</summary>
    public TableSummary? Table { get; init; }

    /// <summary>The column it is.</summary>
    public ColumnSchema? Column { get; init; }

    /// <summary>For a note: whether it tells an error.</summary>
    public bool IsError { get; init; }

    /// <summary>What verbs are used on; null for groups and notes.</summary>
    public TreeTarget? Target => Kind is TreeRowKind.Connection or TreeRowKind.Table or TreeRowKind.Column
        ? new TreeTarget(Connection!.Name, Table?.Name, Column?.Name)
        : null;
}
