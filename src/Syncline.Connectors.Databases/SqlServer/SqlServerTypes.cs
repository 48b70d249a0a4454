using System.Data;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Syncline.Connectors.Databases.Designing;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.SqlServer;

/// <summary>
/// What SQL Server's types mean (https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql). It keeps tenths of a microsecond; what is
/// finer than a microsecond is cut when it is read.
/// </summary>
internal static class SqlServerTypes
{
    /// <summary>A column of a type.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="type">The type's name without length.</param>
    /// <param name="length">Most characters of a text, or bytes; negative or huge when there is no limit.</param>
    /// <param name="precision">Digits of a decimal.</param>
    /// <param name="scale">Digits after the point of a decimal.</param>
    public static DatabaseColumn Column(string name, string type, int? length, int? precision, int? scale)
    {
        var kind = TypeOf(type.ToLowerInvariant(), length is > 0 and <= 8000 ? length : null, precision, scale);
        return new()
        {
            Schema = new ColumnSchema { Name = name, Type = kind ?? ColumnType.Of(ColumnKind.Text) },
            NativeType = type.ToLowerInvariant() is "rowversion" ? "timestamp" : type.ToLowerInvariant(),
            TravelsAsText = kind is null,
        };
    }

    /// <summary>A parameter of the type that fits a column's kind.</summary>
    public static SqlParameter Parameter(string name, DatabaseColumn column, object? value)
    {
        var parameter = new SqlParameter(name, column.Kind switch
        {
            ColumnKind.Integer or ColumnKind.Choice => SqlDbType.BigInt,
            ColumnKind.Decimal or ColumnKind.Money => SqlDbType.Decimal,
            ColumnKind.Double => SqlDbType.Float,
            ColumnKind.Boolean => SqlDbType.Bit,
            ColumnKind.DateTime => SqlDbType.DateTimeOffset,
            ColumnKind.LocalDateTime => SqlDbType.DateTime2,
            ColumnKind.Date => SqlDbType.Date,
            ColumnKind.Time => SqlDbType.Time,
            ColumnKind.Guid or ColumnKind.Lookup => SqlDbType.UniqueIdentifier,
            ColumnKind.Binary => SqlDbType.VarBinary,
            _ => SqlDbType.NVarChar,
        })
        {
            Value = ToSent(value) ?? DBNull.Value,
        };
        if (parameter.SqlDbType is SqlDbType.NVarChar or SqlDbType.VarBinary)
        {
            parameter.Size = -1;
        }
        else if (parameter.SqlDbType == SqlDbType.Decimal)
        {
            (parameter.Precision, parameter.Scale) = (38, (byte)column.Schema.Type.ArrowScale);
        }

        return parameter;
    }

    /// <summary>The form in which a CLR value is sent; null for null.</summary>
    public static object? ToSent(object? value) => value switch
    {
        int number => (long)number,
        DateTime { Kind: DateTimeKind.Utc } moment => new DateTimeOffset(moment),
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        TimeOnly time => time.ToTimeSpan(),
        _ => value,
    };

    /// <summary>The type of what <see cref="ToSent"/> gives for a kind.</summary>
    public static Type SentType(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer or ColumnKind.Choice => typeof(long),
        ColumnKind.Decimal or ColumnKind.Money => typeof(decimal),
        ColumnKind.Double => typeof(double),
        ColumnKind.Boolean => typeof(bool),
        ColumnKind.DateTime => typeof(DateTimeOffset),
        ColumnKind.LocalDateTime or ColumnKind.Date => typeof(DateTime),
        ColumnKind.Time => typeof(TimeSpan),
        ColumnKind.Guid or ColumnKind.Lookup => typeof(Guid),
        ColumnKind.Binary => typeof(byte[]),
        _ => typeof(string),
    };

    /// <summary>The reader of a column.</summary>
    public static CellReader ReaderOf(DatabaseColumn column) => (column.Kind, column.NativeType) switch
    {
        (ColumnKind.Integer, "int") => static (reader, ordinal, builder) => builder.Append((long)reader.GetInt32(ordinal)),
        (ColumnKind.Integer, "smallint") => static (reader, ordinal, builder) => builder.Append((long)reader.GetInt16(ordinal)),
        (ColumnKind.Integer, "tinyint") => static (reader, ordinal, builder) => builder.Append((long)reader.GetByte(ordinal)),
        (ColumnKind.Double, "real") => static (reader, ordinal, builder) => builder.Append((double)reader.GetFloat(ordinal)),
        (ColumnKind.DateTime, _) => static (reader, ordinal, builder) => builder.Append(Microseconds(reader.GetFieldValue<DateTimeOffset>(ordinal).UtcDateTime)),
        (ColumnKind.LocalDateTime, _) => static (reader, ordinal, builder) => builder.Append(Microseconds(DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Unspecified))),
        (ColumnKind.Date, _) => static (reader, ordinal, builder) => builder.Append(DateOnly.FromDateTime(reader.GetDateTime(ordinal))),
        (ColumnKind.Time, _) => static (reader, ordinal, builder) => builder.Append(TimeOnly.FromTimeSpan(reader.GetFieldValue<TimeSpan>(ordinal))),
        _ => CellReaders.Of(column.Kind),
    };

    /// <summary>The type of a new column; a key of an index has 900 bytes at most.</summary>
    public static string TypeFor(ColumnType type, bool isKey) => type.Kind switch
    {
        ColumnKind.Text or ColumnKind.Choices when isKey => string.Create(CultureInfo.InvariantCulture, $"nvarchar({Math.Min(type.MaxLength ?? 450, 450)})"),
        ColumnKind.Text when type.MaxLength is > 0 and <= 4000 => string.Create(CultureInfo.InvariantCulture, $"nvarchar({type.MaxLength})"),
        ColumnKind.Text or ColumnKind.Choices => "nvarchar(max)",
        ColumnKind.Integer => WholeNumbers.FitsInt32(type) ? "int" : "bigint",
        ColumnKind.Choice => "int",
        ColumnKind.Decimal or ColumnKind.Money => string.Create(CultureInfo.InvariantCulture, $"decimal({WholeNumbers.Precision(type)},{type.ArrowScale})"),
        ColumnKind.Double => "float",
        ColumnKind.Boolean => "bit",
        ColumnKind.DateTime => "datetimeoffset(6)",
        ColumnKind.LocalDateTime => "datetime2(6)",
        ColumnKind.Date => "date",
        ColumnKind.Time => "time(6)",
        ColumnKind.Guid or ColumnKind.Lookup => "uniqueidentifier",
        ColumnKind.Binary => "varbinary(max)",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "Unknown column kind."),
    };

    private static DateTime Microseconds(DateTime value) => new(value.Ticks - (value.Ticks % TimeSpan.TicksPerMicrosecond), value.Kind);

    private static ColumnType? TypeOf(string type, int? length, int? precision, int? scale) => type switch
    {
        "bit" => ColumnType.Of(ColumnKind.Boolean),
        "tinyint" => new() { Kind = ColumnKind.Integer, Minimum = 0, Maximum = byte.MaxValue },
        "smallint" => new() { Kind = ColumnKind.Integer, Minimum = short.MinValue, Maximum = short.MaxValue },
        "int" => new() { Kind = ColumnKind.Integer, Minimum = int.MinValue, Maximum = int.MaxValue },
        "bigint" => ColumnType.Of(ColumnKind.Integer),
        "decimal" or "numeric" => new() { Kind = ColumnKind.Decimal, Scale = Math.Min(scale ?? 0, 28), Minimum = -Largest(precision, scale), Maximum = Largest(precision, scale) },
        "money" or "smallmoney" => new() { Kind = ColumnKind.Decimal, Scale = 4 },
        "float" or "real" => ColumnType.Of(ColumnKind.Double),
        "date" => ColumnType.Of(ColumnKind.Date),
        "time" => ColumnType.Of(ColumnKind.Time),
        "datetime" or "datetime2" or "smalldatetime" => ColumnType.Of(ColumnKind.LocalDateTime),
        "datetimeoffset" => ColumnType.Of(ColumnKind.DateTime),
        "uniqueidentifier" => ColumnType.Of(ColumnKind.Guid),
        "binary" or "varbinary" or "image" or "timestamp" or "rowversion" => new() { Kind = ColumnKind.Binary, MaxLength = length },
        "char" or "varchar" or "nchar" or "nvarchar" or "text" or "ntext" or "sysname" or "xml" or "sql_variant" or "json" => new() { Kind = ColumnKind.Text, MaxLength = length },
        _ => null,
    };

    private static decimal? Largest(int? precision, int? scale)
    {
        var (whole, fraction) = ((precision ?? 0) - (scale ?? 0), scale ?? 0);
        return precision is not null && whole >= 0 && whole + fraction <= 28
            ? decimal.Parse($"0{new string('9', whole)}.{new string('9', fraction)}0", CultureInfo.InvariantCulture)
            : null;
    }
}
