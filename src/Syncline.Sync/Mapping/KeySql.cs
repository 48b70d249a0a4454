using Syncline.Core.Tables;
using Syncline.Sync.Comparing;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Mapping;

/// <summary>How values are made alike before they are matched.</summary>
internal static class KeySql
{
    /// <summary>A value as lookups match it: texts in lower case where the system ignores case; empty text is no value.</summary>
    public static string Fold(ColumnType type, string value, bool ignoreCase) => type.Kind != ColumnKind.Text
        ? value
        : ignoreCase ? $"lower(nullif({value}, ''))" : $"nullif({value}, '')";

    /// <summary>A value of a key column as both sides are joined by it.</summary>
    public static string Compared(BoundColumn column, CompareSettings options, string value, bool ignoreCase) =>
        column.Target.Type.Kind is ColumnKind.DateTime or ColumnKind.LocalDateTime
            ? ColumnDifference.Truncated(value, column.Rule.Compare?.DatePrecision ?? options.DatePrecision)
            : Fold(column.Target.Type, value, ignoreCase);
}
