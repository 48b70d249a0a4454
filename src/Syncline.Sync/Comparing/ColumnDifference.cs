using System.Globalization;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Comparing;

/// <summary>
/// SQL that says whether a column differs. Values are first brought to the form in which the target keeps them, so that what the server
/// normalises (seconds, digits of a double, empty text) does not come back as a difference for ever.
/// </summary>
internal static class ColumnDifference
{
    /// <summary>True where the column is to be changed: the values differ, and the column's mode lets that count.</summary>
    public static string Of(BoundColumn column, CompareSettings options, string source, string target)
    {
        if (!column.Target.CanUpdate || column.IsKey)
        {
            return "false";
        }

        var own = column.Rule.Compare ?? new ColumnCompare();
        var (left, right) = (Normal(column, options, own, source), Normal(column, options, own, target));
        var differs = own.Tolerance is { } tolerance
            ? $"CASE WHEN {left} IS NULL OR {right} IS NULL THEN {left} IS DISTINCT FROM {right} ELSE abs({left} - {right}) > {tolerance.ToString(CultureInfo.InvariantCulture)} END"
            : $"{left} IS DISTINCT FROM {right}";
        return own.Mode switch
        {
            CompareMode.OnlyIfTargetEmpty => $"({right} IS NULL AND {differs})",
            CompareMode.OnlyIfSourceNotEmpty => $"({left} IS NOT NULL AND {differs})",
            CompareMode.NewerWins => $"({Later(left, right)})",
            _ => $"({differs})",
        };
    }

    /// <summary>The columns whose differences make a row an update: those marked as triggers where there are any, else all but the ignored.</summary>
    public static IReadOnlyList<int> Triggers(IReadOnlyList<BoundColumn> columns)
    {
        var marked = Indexes(mode => mode == CompareMode.Trigger);
        return marked.Count > 0 ? marked : Indexes(mode => mode != CompareMode.Ignore);

        IReadOnlyList<int> Indexes(Func<CompareMode, bool> accepts) =>
            [.. columns.Index().Where(column => accepts(column.Item.Rule.Compare?.Mode ?? CompareMode.Normal)).Select(column => column.Index)];
    }

    /// <summary>True where a newer-wins column lets the row change: the source's value is the later one.</summary>
    public static string IsNewer(BoundColumn column, CompareSettings options, string source, string target)
    {
        var own = column.Rule.Compare ?? new ColumnCompare();
        return Later(Normal(column, options, own, source), Normal(column, options, own, target));
    }

    /// <summary>A moment cut to a precision, as microseconds since 1970; earlier moments are cut towards the past as well.</summary>
    public static string Truncated(string value, DatePrecision precision)
    {
        long unit = precision switch
        {
            DatePrecision.Exact => 1,
            DatePrecision.Milliseconds => 1_000,
            DatePrecision.Seconds => 1_000_000,
            DatePrecision.Minutes => 60_000_000,
            DatePrecision.Days => 86_400_000_000,
            _ => throw new ArgumentOutOfRangeException(nameof(precision)),
        };
        return unit == 1
            ? $"epoch_us({value})"
            : string.Create(CultureInfo.InvariantCulture, $"(epoch_us({value}) - ((epoch_us({value}) % {unit}) + {unit}) % {unit})");
    }

    private static string Later(string left, string right) => $"{left} IS NOT NULL AND ({right} IS NULL OR {left} > {right})";

    private static string Normal(BoundColumn column, CompareSettings options, ColumnCompare own, string value)
    {
        var type = column.Target.Type;
        switch (type.Kind)
        {
            case ColumnKind.Text when type.IsUnorderedList:
                return $"nullif(array_to_string(list_sort(list_distinct(string_split(lower(regexp_replace(trim({value}, E' \\t\\r\\n;'), '\\s*[;\\r\\n]\\s*', ';', 'g')), ';'))), ';'), '')";
            case ColumnKind.Text:
                var text = own.Trim ?? options.Trim ? $"trim({value}, E' \\t\\r\\n')" : value;
                text = own.IgnoreCase ?? options.IgnoreCase ? $"lower({text})" : text;
                return own.EmptyEqualsNull ?? options.EmptyEqualsNull ? $"nullif({text}, '')" : text;
            case ColumnKind.Choices:
                return $"nullif({value}, '')";
            case ColumnKind.DateTime or ColumnKind.LocalDateTime:
                return Truncated(value, own.DatePrecision ?? options.DatePrecision);
            case ColumnKind.Double when type.Scale is { } scale:
                return $"round({value}, {scale})";
            default:
                return value;
        }
    }
}
