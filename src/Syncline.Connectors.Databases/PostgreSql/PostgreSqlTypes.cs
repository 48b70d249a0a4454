using NpgsqlTypes;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>What PostgreSQL's types mean (https://www.postgresql.org/docs/current/datatype.html). Types without a kind of ours travel as text.</summary>
internal static class PostgreSqlTypes
{
    /// <summary>A column of a type.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="typeName">The type's name in <c>pg_type</c> or as SQL writes it, without length.</param>
    /// <param name="sqlName">The type as a cast names it.</param>
    /// <param name="type">Kind and limits; null when none fits.</param>
    public static DatabaseColumn Column(string name, string typeName, string sqlName, ColumnType? type) => new()
    {
        Schema = new ColumnSchema { Name = name, Type = type ?? ColumnType.Of(ColumnKind.Text) },
        NativeType = Canonical(typeName) is { } known && type is not null ? known : sqlName,
        TravelsAsText = type is null,
    };

    /// <summary>Kind and limits of a type; null when it travels as text.</summary>
    public static ColumnType? TypeOf(string typeName, int? length, int? precision, int? scale) => Canonical(typeName) switch
    {
        "boolean" => ColumnType.Of(ColumnKind.Boolean),
        "smallint" => new() { Kind = ColumnKind.Integer, Minimum = short.MinValue, Maximum = short.MaxValue },
        "integer" => new() { Kind = ColumnKind.Integer, Minimum = int.MinValue, Maximum = int.MaxValue },
        "bigint" => new() { Kind = ColumnKind.Integer, Minimum = long.MinValue, Maximum = long.MaxValue },
        "numeric" => new() { Kind = ColumnKind.Decimal, Scale = precision is null ? null : Math.Clamp(scale ?? 0, 0, 28), Maximum = Largest(precision, scale), Minimum = -Largest(precision, scale) },
        "money" => new() { Kind = ColumnKind.Decimal, Scale = 2 },
        "real" or "double precision" => ColumnType.Of(ColumnKind.Double),
        "text" or "character varying" or "character" => new() { Kind = ColumnKind.Text, MaxLength = length },
        "json" or "jsonb" or "name" => ColumnType.Of(ColumnKind.Text),
        "uuid" => ColumnType.Of(ColumnKind.Guid),
        "date" => ColumnType.Of(ColumnKind.Date),
        "time without time zone" => ColumnType.Of(ColumnKind.Time),
        "timestamp without time zone" => ColumnType.Of(ColumnKind.LocalDateTime),
        "timestamp with time zone" => ColumnType.Of(ColumnKind.DateTime),
        "bytea" => ColumnType.Of(ColumnKind.Binary),
        _ => null,
    };

    /// <summary>The type as which values of a kind are sent.</summary>
    public static NpgsqlDbType TravelsAs(ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.Choices => NpgsqlDbType.Text,
        ColumnKind.Integer or ColumnKind.Choice => NpgsqlDbType.Bigint,
        ColumnKind.Decimal or ColumnKind.Money => NpgsqlDbType.Numeric,
        ColumnKind.Double => NpgsqlDbType.Double,
        ColumnKind.Boolean => NpgsqlDbType.Boolean,
        ColumnKind.DateTime => NpgsqlDbType.TimestampTz,
        ColumnKind.LocalDateTime => NpgsqlDbType.Timestamp,
        ColumnKind.Date => NpgsqlDbType.Date,
        ColumnKind.Time => NpgsqlDbType.Time,
        ColumnKind.Guid or ColumnKind.Lookup => NpgsqlDbType.Uuid,
        ColumnKind.Binary => NpgsqlDbType.Bytea,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown column kind."),
    };

    /// <summary>
    /// An expression of the travelling type as one of the column's. Never with a length: an explicit cast would cut a text that is too long, where
    /// the assignment to the column refuses it.
    /// </summary>
    public static string Cast(DatabaseColumn column, string expression) =>
        column.TravelsAsText || column.NativeType is "json" or "jsonb" or "character" or "money" ? $"{expression}::{(column.NativeType == "character" ? "bpchar" : column.NativeType)}" : expression;

    /// <summary>The reader of a column.</summary>
    public static CellReader ReaderOf(DatabaseColumn column) => column.Kind == ColumnKind.Text
        ? static (reader, ordinal, builder) => builder.Append(reader.GetFieldValue<byte[]>(ordinal).AsSpan()) // UTF-8 as it comes from the wire
        : CellReaders.Of(column.Kind);

    private static decimal? Largest(int? precision, int? scale)
    {
        var (whole, fraction) = ((precision ?? 0) - (scale ?? 0), scale ?? 0);
        return precision is not null && whole >= 0 && fraction >= 0 && whole + fraction <= 28
            ? decimal.Parse($"0{new string('9', whole)}.{new string('9', fraction)}0", System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    private static string? Canonical(string typeName) => typeName switch
    {
        "bool" or "boolean" => "boolean",
        "int2" or "smallint" => "smallint",
        "int4" or "integer" => "integer",
        "int8" or "bigint" => "bigint",
        "float4" or "real" => "real",
        "float8" or "double precision" => "double precision",
        "varchar" or "character varying" => "character varying",
        "bpchar" or "character" => "character",
        "time" or "time without time zone" => "time without time zone",
        "timestamp" or "timestamp without time zone" => "timestamp without time zone",
        "timestamptz" or "timestamp with time zone" => "timestamp with time zone",
        "numeric" or "money" or "text" or "name" or "json" or "jsonb" or "uuid" or "date" or "bytea" => typeName,
        _ => null,
    };
}
