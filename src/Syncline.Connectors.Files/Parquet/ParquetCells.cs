using System.Data.Common;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Puts values that DuckDB delivers, in the forms of <see cref="ParquetTypes.Reading"/>, into batches.</summary>
internal static class ParquetCells
{
    /// <summary>Adds one cell of the reader's row.</summary>
    public static void Append(ColumnBuilder column, DbDataReader reader, int ordinal)
    {
        if (reader.IsDBNull(ordinal))
        {
            column.AppendNull();
            return;
        }

        switch (column.Column.Type.Kind)
        {
            case ColumnKind.Integer:
                column.Append(reader.GetInt64(ordinal));
                break;
            case ColumnKind.Decimal:
                column.Append(reader.GetDecimal(ordinal));
                break;
            case ColumnKind.Double:
                column.Append(reader.GetDouble(ordinal));
                break;
            case ColumnKind.Boolean:
                column.Append(reader.GetBoolean(ordinal));
                break;
            case ColumnKind.DateTime:
                column.Append(DateTime.UnixEpoch.AddTicks(reader.GetInt64(ordinal) * TimeSpan.TicksPerMicrosecond));
                break;
            case ColumnKind.LocalDateTime:
                column.Append(new DateTime(DateTime.UnixEpoch.Ticks + (reader.GetInt64(ordinal) * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified));
                break;
            case ColumnKind.Date:
                column.Append(DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(checked((int)reader.GetInt64(ordinal))));
                break;
            case ColumnKind.Time:
                column.Append(new TimeOnly(reader.GetInt64(ordinal) * TimeSpan.TicksPerMicrosecond));
                break;
            case ColumnKind.Guid:
                column.Append(Guid.Parse(reader.GetString(ordinal)));
                break;
            case ColumnKind.Binary:
                column.Append(Convert.FromBase64String(reader.GetString(ordinal)).AsSpan());
                break;
            default:
                column.Append(reader.GetString(ordinal));
                break;
        }
    }
}
