using Syncline.Core.Tables;

namespace Syncline.Sync.Mapping;

/// <summary>A table that lookup rules search, with the columns that they need of it.</summary>
/// <param name="Staged">Name of the staged table.</param>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its primary key, its name column and every matched column, each once.</param>
internal sealed record LookupSource(string Staged, TableSchema Table, IReadOnlyList<ColumnSchema> Columns)
{
    /// <summary>One for each table that the project's lookup rules match in.</summary>
    public static IReadOnlyList<LookupSource> Of(BoundProject project) =>
    [
        .. project.Columns.Where(column => column.Match.Count > 0).GroupBy(column => column.LookupTable!.Name, StringComparer.OrdinalIgnoreCase).Select((group, i) =>
        {
            var table = group.First().LookupTable!;
            var names = group.SelectMany(column => column.Match).Select(column => column.Name).Append(table.PrimaryKey!.Columns[0]).Append(table.NameColumn ?? "");
            var wanted = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
            return new LookupSource($"lookup_rows_{i}", table, [.. table.Columns.Where(column => wanted.Contains(column.Name) && column.CanRead)]);
        }),
    ];
}
