using Syncline.Core.Tables;

namespace Syncline.Sync.Projects;

/// <summary>Kinds of columns in a user's words.</summary>
internal static class Words
{
    public static string Of(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => "text",
        ColumnKind.Integer => "a whole number",
        ColumnKind.Decimal => "a decimal number",
        ColumnKind.Money => "an amount of money",
        ColumnKind.Double => "a floating-point number",
        ColumnKind.Boolean => "true or false",
        ColumnKind.DateTime or ColumnKind.LocalDateTime => "a date with a time",
        ColumnKind.Date => "a date",
        ColumnKind.Time => "a time of day",
        ColumnKind.Guid => "an id",
        ColumnKind.Lookup => "a lookup",
        ColumnKind.Choice => "a choice",
        ColumnKind.Choices => "a list of choices",
        ColumnKind.Binary => "binary data",
        _ => kind.ToString(),
    };
}
