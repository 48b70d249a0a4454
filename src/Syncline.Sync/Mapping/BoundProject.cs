using Syncline.Core.Tables;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Mapping;

/// <summary>A project that fits its two tables: every name is resolved, every expression read.</summary>
internal sealed record BoundProject
{
    /// <summary>The project.</summary>
    public required Project Project { get; init; }

    /// <summary>Source table.</summary>
    public required TableSchema Source { get; init; }

    /// <summary>Target table.</summary>
    public required TableSchema Target { get; init; }

    /// <summary>Columns: those of the key first, in the key's order, then the others in the file's order.</summary>
    public required IReadOnlyList<BoundColumn> Columns { get; init; }

    /// <summary>The source filter, or null.</summary>
    public SqlExpression? SourceFilter { get; init; }

    /// <summary>What is written back to the source; null for nothing.</summary>
    public BoundWriteBack? WriteBack { get; init; }

    /// <summary>What a reviewer should know, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Source columns that have to be read, in the table's order.</summary>
    public IReadOnlyList<ColumnSchema> SourceColumns
    {
        get
        {
            var names = Columns.SelectMany(column => column.From.Select(from => from.Name).Concat(column.Expression?.Columns ?? []))
                .Concat(SourceFilter?.Columns ?? [])
                .Append(Project.Duplicates.NewestBy ?? "")
                .Concat(WriteBack?.SourceKey.Select(column => column.Name) ?? [])
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            return [.. Source.Columns.Where(column => names.Contains(column.Name))];
        }
    }
}
