using Syncline.Core.Tables;
using Syncline.Sync.Staging;

namespace Syncline.Studio.Preview;

/// <summary>Conditions in words.</summary>
internal static class ConditionWords
{
    private static readonly RowConditionKind[] ForTexts =
    [
        RowConditionKind.Contains, RowConditionKind.Is, RowConditionKind.IsNot, RowConditionKind.StartsWith, RowConditionKind.EndsWith,
        RowConditionKind.IsEmpty, RowConditionKind.IsNotEmpty,
    ];

    private static readonly RowConditionKind[] ForAmounts =
    [
        RowConditionKind.Is, RowConditionKind.IsNot, RowConditionKind.LessThan, RowConditionKind.GreaterThan, RowConditionKind.IsEmpty, RowConditionKind.IsNotEmpty,
    ];

    /// <summary>The kinds that make sense for a column.</summary>
    public static IReadOnlyList<RowConditionKind> KindsFor(ColumnSchema column) => column.Type.Kind is
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double or ColumnKind.DateTime or ColumnKind.LocalDateTime or ColumnKind.Date or ColumnKind.Time
        ? ForAmounts : ForTexts;

    /// <summary>Whether a kind compares with a value.</summary>
    public static bool TakesValue(RowConditionKind kind) => kind is not RowConditionKind.IsEmpty and not RowConditionKind.IsNotEmpty;

    /// <summary>E.g. <c>begins with</c>.</summary>
    public static string Of(RowConditionKind kind) => kind switch
    {
        RowConditionKind.Contains => "contains",
        RowConditionKind.Is => "is",
        RowConditionKind.IsNot => "is not",
        RowConditionKind.StartsWith => "begins with",
        RowConditionKind.EndsWith => "ends with",
        RowConditionKind.LessThan => "is less than",
        RowConditionKind.GreaterThan => "is greater than",
        RowConditionKind.IsEmpty => "is empty",
        _ => "is not empty",
    };

    /// <summary>E.g. <c>Email ends with .example</c>.</summary>
    public static string Of(RowCondition condition, TableSchema? schema)
    {
        var column = schema?.Find(condition.Column)?.DisplayName ?? condition.Column;
        return TakesValue(condition.Kind) ? $"{column} {Of(condition.Kind)} {condition.Value}" : $"{column} {Of(condition.Kind)}";
    }
}
