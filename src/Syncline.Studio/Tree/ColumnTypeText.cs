using System.Globalization;
using Syncline.Core.Tables;

namespace Syncline.Studio.Tree;

/// <summary>A column's type in the few words that a tree or a list has room for.</summary>
internal static class ColumnTypeText
{
    /// <summary>E.g. <c>text 100</c>, <c>lookup</c>, <c>date only</c>.</summary>
    public static string Of(ColumnType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind switch
        {
            ColumnKind.Text => type.MaxLength is { } length ? string.Create(CultureInfo.InvariantCulture, $"text {length}") : "text",
            ColumnKind.Integer => "whole number",
            ColumnKind.Decimal => "decimal",
            ColumnKind.Money => "money",
            ColumnKind.Double => "floating point",
            ColumnKind.Boolean => "yes/no",
            ColumnKind.DateTime => "date and time",
            ColumnKind.LocalDateTime => "local date and time",
            ColumnKind.Date => "date only",
            ColumnKind.Time => "time",
            ColumnKind.Guid => "id",
            ColumnKind.Lookup => "lookup",
            ColumnKind.Choice => "choice",
            ColumnKind.Choices => "choices",
            ColumnKind.Binary => "binary",
            _ => type.Kind.ToString(),
        };
    }
}
