using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Reading;

/// <summary>Cell readers for libraries that give values as ADO.NET describes them.</summary>
internal static class CellReaders
{
    /// <summary>The reader for a kind.</summary>
    public static CellReader Of(ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.Choices => static (reader, ordinal, builder) => builder.Append(reader.GetString(ordinal)),
        ColumnKind.Integer or ColumnKind.Choice => static (reader, ordinal, builder) => builder.Append(reader.GetInt64(ordinal)),
        ColumnKind.Decimal or ColumnKind.Money => static (reader, ordinal, builder) => builder.Append(reader.GetDecimal(ordinal)),
        ColumnKind.Double => static (reader, ordinal, builder) => builder.Append(reader.GetDouble(ordinal)),
        ColumnKind.Boolean => static (reader, ordinal, builder) => builder.Append(reader.GetBoolean(ordinal)),
        ColumnKind.DateTime => static (reader, ordinal, builder) => builder.Append(DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc)),
        ColumnKind.LocalDateTime => static (reader, ordinal, builder) => builder.Append(DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Unspecified)),
        ColumnKind.Date => static (reader, ordinal, builder) => builder.Append(reader.GetFieldValue<DateOnly>(ordinal)),
        ColumnKind.Time => static (reader, ordinal, builder) => builder.Append(reader.GetFieldValue<TimeOnly>(ordinal)),
        ColumnKind.Guid or ColumnKind.Lookup => static (reader, ordinal, builder) => builder.Append(reader.GetGuid(ordinal)),
        ColumnKind.Binary => static (reader, ordinal, builder) => builder.Append(reader.GetFieldValue<byte[]>(ordinal).AsSpan()),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown column kind."),
    };

    /// <summary>A kind in words for messages.</summary>
    public static string Words(ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.Choices => "text",
        ColumnKind.Integer or ColumnKind.Choice => "a whole number",
        ColumnKind.Decimal or ColumnKind.Money => "an exact number",
        ColumnKind.Double => "a number",
        ColumnKind.Boolean => "true or false",
        ColumnKind.DateTime or ColumnKind.LocalDateTime => "a date and time",
        ColumnKind.Date => "a date",
        ColumnKind.Time => "a time of day",
        ColumnKind.Guid or ColumnKind.Lookup => "an id",
        _ => "bytes",
    };
}
