using Syncline.Core.Tables;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Mapping;

/// <summary>A rule together with the columns it stands for.</summary>
internal sealed record BoundColumn
{
    /// <summary>The rule.</summary>
    public required ColumnRule Rule { get; init; }

    /// <summary>Target column.</summary>
    public required ColumnSchema Target { get; init; }

    /// <summary>Source columns; empty when <see cref="Expression"/> is given.</summary>
    public IReadOnlyList<ColumnSchema> From { get; init; } = [];

    /// <summary>The rule's value expression, or null.</summary>
    public SqlExpression? Expression { get; init; }

    /// <summary>The lookup rule's table, or null.</summary>
    public TableSchema? LookupTable { get; init; }

    /// <summary>Columns of <see cref="LookupTable"/> that are matched.</summary>
    public IReadOnlyList<ColumnSchema> Match { get; init; } = [];

    /// <summary>Whether it is one of the key columns.</summary>
    public bool IsKey { get; init; }

    /// <summary>Table that the lookup's values point to; null where the target says so by itself.</summary>
    public string? PointsTo => LookupTable?.Name ?? (Target.Type.LookupTargets.Count == 1 ? Target.Type.LookupTargets[0] : null);
}
