using MySqlConnector;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.MySql;

/// <summary>What types of MySQL (https://dev.mysql.com/doc/refman/8.4/en/data-types.html) and MariaDB mean.</summary>
internal static class MySqlTypes
{
    /// <summary>A column of a type.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="type">The type's name without length, lower case.</param>
    /// <param name="length">Length of a text or of bytes, width of a tinyint or bit; null when unlimited.</param>
    /// <param name="precision">Digits of a decimal.</param>
    /// <param name="scale">Digits after the point of a decimal.</param>
    /// <param name="isUnsigned">Whether a number has no sign.</param>
    public static DatabaseColumn Column(string name, string type, long? length, int? precision, int? scale, bool isUnsigned) => new()
    {
        Schema = new ColumnSchema { Name = name, Type = TypeOf(type, length, precision, scale, isUnsigned) },
        NativeType = type is "point" or "linestring" or "polygon" or "multipoint" or "multilinestring" or "multipolygon" or "geometrycollection" ? "geometry" : type,
    };

    /// <summary>The form in which a CLR value is sent; null for null.</summary>
    public static object? ToSent(object? value) => value switch
    {
        Guid id => id.ToString("D"),
        DateTime moment => DateTime.SpecifyKind(moment, DateTimeKind.Unspecified), // sessions are in UTC
        TimeOnly time => time.ToTimeSpan(),
        _ => value,
    };

    /// <summary>The reader of a column.</summary>
    public static CellReader ReaderOf(DatabaseColumn column) => column.Kind switch
    {
        ColumnKind.Boolean => static (reader, ordinal, builder) => builder.Append(reader.GetInt64(ordinal) switch { 0 => false, 1 => true, _ => throw new InvalidCastException() }),
        ColumnKind.Time => static (reader, ordinal, builder) => builder.Append(TimeOnly.FromTimeSpan(reader.GetFieldValue<TimeSpan>(ordinal))),
        ColumnKind.Guid => static (reader, ordinal, builder) => builder.Append(reader.GetValue(ordinal) is Guid id ? id : Guid.Parse(reader.GetString(ordinal))),
        ColumnKind.Text when column.NativeType == "json" => static (reader, ordinal, builder) => builder.Append(reader.GetString(ordinal)),
        _ => CellReaders.Of(column.Kind),
    };

    /// <summary>The name of a type that a result names by number.</summary>
    public static string NameOf(MySqlDbType type) => type switch
    {
        MySqlDbType.Bool or MySqlDbType.Byte or MySqlDbType.UByte => "tinyint",
        MySqlDbType.Int16 or MySqlDbType.UInt16 => "smallint",
        MySqlDbType.Int24 or MySqlDbType.UInt24 => "mediumint",
        MySqlDbType.Int32 or MySqlDbType.UInt32 => "int",
        MySqlDbType.Int64 or MySqlDbType.UInt64 => "bigint",
        MySqlDbType.Decimal or MySqlDbType.NewDecimal => "decimal",
        MySqlDbType.Float => "float",
        MySqlDbType.Double => "double",
        MySqlDbType.Date or MySqlDbType.Newdate => "date",
        MySqlDbType.Time => "time",
        MySqlDbType.DateTime => "datetime",
        MySqlDbType.Timestamp => "timestamp",
        MySqlDbType.Year => "year",
        MySqlDbType.Bit => "bit",
        MySqlDbType.Guid => "uuid",
        MySqlDbType.Binary or MySqlDbType.VarBinary or MySqlDbType.TinyBlob or MySqlDbType.Blob or MySqlDbType.MediumBlob or MySqlDbType.LongBlob => "blob",
        MySqlDbType.Geometry => "geometry",
        _ => "text",
    };

    private static ColumnType TypeOf(string type, long? length, int? precision, int? scale, bool isUnsigned)
    {
        int? most = length is > 0 and <= int.MaxValue ? (int)length : null;
        return type switch
        {
            "tinyint" when length == 1 => ColumnType.Of(ColumnKind.Boolean),
            "tinyint" => Whole(8, isUnsigned),
            "smallint" => Whole(16, isUnsigned),
            "mediumint" => Whole(24, isUnsigned),
            "int" or "integer" => Whole(32, isUnsigned),
            "bigint" when isUnsigned => new() { Kind = ColumnKind.Decimal, Scale = 0, Minimum = 0, Maximum = ulong.MaxValue },
            "bigint" => Whole(64, isUnsigned: false),
            "year" => ColumnType.Of(ColumnKind.Integer),
            "bit" => ColumnType.Of(length == 1 ? ColumnKind.Boolean : ColumnKind.Integer),
            "decimal" or "numeric" => new() { Kind = ColumnKind.Decimal, Scale = Math.Min(scale ?? 0, 28), Minimum = isUnsigned ? 0 : -Largest(precision, scale), Maximum = Largest(precision, scale) },
            "float" or "double" or "real" => ColumnType.Of(ColumnKind.Double),
            "date" => ColumnType.Of(ColumnKind.Date),
            "time" => ColumnType.Of(ColumnKind.Time),
            "datetime" => ColumnType.Of(ColumnKind.LocalDateTime),
            "timestamp" => ColumnType.Of(ColumnKind.DateTime),
            "uuid" => ColumnType.Of(ColumnKind.Guid),
            "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" => new() { Kind = ColumnKind.Binary, MaxLength = most },
            _ => new() { Kind = ColumnKind.Text, MaxLength = most },
        };
    }

    private static ColumnType Whole(int bits, bool isUnsigned) => new()
    {
        Kind = ColumnKind.Integer,
        Minimum = isUnsigned ? 0 : -(decimal)Math.Pow(2, bits - 1),
        Maximum = bits == 64 ? long.MaxValue : (decimal)Math.Pow(2, isUnsigned ? bits : bits - 1) - 1,
    };

    private static decimal? Largest(int? precision, int? scale)
    {
        var (whole, fraction) = ((precision ?? 0) - (scale ?? 0), scale ?? 0);
        return precision is not null && whole >= 0 && whole + fraction <= 28
            ? decimal.Parse($"0{new string('9', whole)}.{new string('9', fraction)}0", System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }
}
