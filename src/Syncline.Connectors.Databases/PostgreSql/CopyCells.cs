using Npgsql;
using NpgsqlTypes;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>How values of each type are written to a binary COPY, whose values have to be of the column's very type.</summary>
internal static class CopyCells
{
    /// <summary>Writes one cell that is not null.</summary>
    internal delegate Task CopyCell(NpgsqlBinaryImporter copy, RowBatch batch, int column, int row, CancellationToken cancellationToken);

    /// <summary>The writer of a column; null for a type that has to be cast, and so can't go by COPY.</summary>
    public static CopyCell? Of(DatabaseColumn column) => column.TravelsAsText ? null : column.NativeType switch
    {
        "boolean" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetBoolean(c, row), NpgsqlDbType.Boolean, token),
        "smallint" => static (copy, batch, c, row, token) => copy.WriteAsync(checked((short)batch.GetInt64(c, row)), NpgsqlDbType.Smallint, token),
        "integer" => static (copy, batch, c, row, token) => copy.WriteAsync(checked((int)batch.GetInt64(c, row)), NpgsqlDbType.Integer, token),
        "bigint" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetInt64(c, row), NpgsqlDbType.Bigint, token),
        "real" => static (copy, batch, c, row, token) => copy.WriteAsync((float)batch.GetDouble(c, row), NpgsqlDbType.Real, token),
        "double precision" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetDouble(c, row), NpgsqlDbType.Double, token),
        "numeric" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetDecimal(c, row), NpgsqlDbType.Numeric, token),
        "text" or "character varying" or "character" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetBytes(c, row).ToArray(), NpgsqlDbType.Text, token),
        "json" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetText(c, row), NpgsqlDbType.Json, token),
        "jsonb" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetText(c, row), NpgsqlDbType.Jsonb, token),
        "uuid" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetGuid(c, row), NpgsqlDbType.Uuid, token),
        "date" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetDate(c, row), NpgsqlDbType.Date, token),
        "time without time zone" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetTime(c, row), NpgsqlDbType.Time, token),
        "timestamp without time zone" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetDateTime(c, row), NpgsqlDbType.Timestamp, token),
        "timestamp with time zone" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetDateTime(c, row), NpgsqlDbType.TimestampTz, token),
        "bytea" => static (copy, batch, c, row, token) => copy.WriteAsync(batch.GetBytes(c, row).ToArray(), NpgsqlDbType.Bytea, token),
        _ => null,
    };
}
