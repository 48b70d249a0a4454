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
            _ => $"({differs})",
        };
    }

    /// <summary>Whether a difference in this column makes the row an update.</summary>
    public static bool IsTrigger(BoundColumn column) => column.Rule.Compare?.Mode != CompareMode.Ignore;

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

    private static string Normal(BoundColumn column, CompareSettings options, ColumnCompare own, string value)
    {
        var type = column.Target.Type;
        switch (type.Kind)
        {
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
