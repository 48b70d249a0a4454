using System.Data.Common;
using Syncline.Core.Tables;

namespace Syncline.Sync.Plans;

/// <summary>Reads rows of the table <c>changes</c> into <see cref="PlannedChange"/>.</summary>
internal static class PlanRows
{
    private const int FirstValue = 8;

    /// <summary>Select list: the plain columns, then each column's before value, then each column's after value.</summary>
    public static string Select(IReadOnlyList<PlanColumn> columns) => string.Join(
        ", ",
        (string[])[
            "seq", "action", "row_id", "version", "changed", "\"before\" IS NOT NULL", "\"after\" IS NOT NULL", "source_row",
            .. columns.Select(column => Field("before", column)), .. columns.Select(column => Field("after", column))]);

    /// <summary>The change that the reader stands on.</summary>
    public static PlannedChange Read(DbDataReader reader, IReadOnlyList<PlanColumn> columns) => new()
    {
        Seq = reader.GetInt64(0),
        Action = Enum.Parse<PlanAction>(reader.GetString(1), ignoreCase: true),
        RowId = reader.IsDBNull(2) ? null : reader.GetString(2),
        Version = reader.IsDBNull(3) ? null : reader.GetString(3),
        Changed = reader.GetFieldValue<List<string>>(4),
        Before = reader.GetBoolean(5) ? Values(reader, FirstValue, columns) : null,
        After = reader.GetBoolean(6) ? Values(reader, FirstValue + columns.Count, columns) : null,
        SourceRow = reader.IsDBNull(7) ? null : reader.GetInt64(7),
    };

    // Moments cross as microseconds since 1970, so that no driver's idea of time zones stands between.
    private static string Field(string side, PlanColumn column)
    {
        var field = $"struct_extract(\"{side}\", {Sql.Literal(column.Name)})";
        return column.Type.Kind is ColumnKind.DateTime or ColumnKind.LocalDateTime ? $"epoch_us({field})" : field;
    }

    private static object?[] Values(DbDataReader reader, int first, IReadOnlyList<PlanColumn> columns)
    {
        var values = new object?[columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.IsDBNull(first + i) ? null : Value(reader, first + i, columns[i].Type.Kind);
        }

        return values;
    }

    /// <summary>A cell that is not null, as <see cref="Core.Rows.RowBatch.GetValue"/> gives it; moments are selected as microseconds since 1970.</summary>
    internal static object Value(DbDataReader reader, int ordinal, ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.Choices => reader.GetString(ordinal),
        ColumnKind.Integer => reader.GetInt64(ordinal),
        ColumnKind.Decimal or ColumnKind.Money => WithoutTrailingZeros(reader.GetDecimal(ordinal)),
        ColumnKind.Double => reader.GetDouble(ordinal),
        ColumnKind.Boolean => reader.GetBoolean(ordinal),
        ColumnKind.DateTime => Moment(reader.GetInt64(ordinal), DateTimeKind.Utc),
        ColumnKind.LocalDateTime => Moment(reader.GetInt64(ordinal), DateTimeKind.Unspecified),
        ColumnKind.Date => reader.GetFieldValue<DateOnly>(ordinal),
        ColumnKind.Time => reader.GetFieldValue<TimeOnly>(ordinal),
        ColumnKind.Guid or ColumnKind.Lookup => reader.GetGuid(ordinal),
        ColumnKind.Choice => reader.GetInt32(ordinal),
        ColumnKind.Binary => Bytes(reader, ordinal),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown column kind."),
    };

    private static DateTime Moment(long microseconds, DateTimeKind kind) =>
        new(DateTime.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), kind);

    private static decimal WithoutTrailingZeros(decimal value) => value / 1.0000000000000000000000000000m;

    private static byte[] Bytes(DbDataReader reader, int ordinal)
    {
        using var stream = reader.GetStream(ordinal);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
