using System.Globalization;
using System.Text.RegularExpressions;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>DuckDB's types, in which it shows Parquet files, and types of columns.</summary>
internal static partial class ParquetTypes
{
    /// <summary>A column as DuckDB describes it. Lists and structures are texts of JSON that can only be read.</summary>
    public static ColumnSchema Column(string name, string type)
    {
        var of = type switch
        {
            "BOOLEAN" => ColumnType.Of(ColumnKind.Boolean),
            "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" => ColumnType.Of(ColumnKind.Integer),
            "UBIGINT" or "HUGEINT" => new ColumnType { Kind = ColumnKind.Decimal, Scale = 0 },
            "FLOAT" or "DOUBLE" => ColumnType.Of(ColumnKind.Double),
            "VARCHAR" => ColumnType.Of(ColumnKind.Text),
            "DATE" => ColumnType.Of(ColumnKind.Date),
            "TIME" => ColumnType.Of(ColumnKind.Time),
            "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => ColumnType.Of(ColumnKind.LocalDateTime),
            "TIMESTAMP WITH TIME ZONE" => ColumnType.Of(ColumnKind.DateTime),
            "UUID" => ColumnType.Of(ColumnKind.Guid),
            "BLOB" => ColumnType.Of(ColumnKind.Binary),
            _ => null,
        };
        if (of is null && DecimalType().Match(type) is { Success: true } match)
        {
            of = new ColumnType { Kind = ColumnKind.Decimal, Scale = int.Parse(match.Groups["scale"].ValueSpan, CultureInfo.InvariantCulture) };
        }

        return of is not null ? new ColumnSchema { Name = name, Type = of } : new ColumnSchema { Name = name, Type = ColumnType.Of(ColumnKind.Text), CanInsert = false, CanUpdate = false };
    }

    /// <summary>The type that a column of a new file gets.</summary>
    public static string Of(ColumnType type) => type.Kind switch
    {
        ColumnKind.Integer => "BIGINT",
        ColumnKind.Choice => "INTEGER",
        ColumnKind.Decimal or ColumnKind.Money => string.Create(CultureInfo.InvariantCulture, $"DECIMAL(38,{type.ArrowScale})"),
        ColumnKind.Double => "DOUBLE",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.DateTime => "TIMESTAMPTZ",
        ColumnKind.LocalDateTime => "TIMESTAMP",
        ColumnKind.Date => "DATE",
        ColumnKind.Time => "TIME",
        ColumnKind.Guid or ColumnKind.Lookup => "UUID",
        ColumnKind.Binary => "BLOB",
        _ => "VARCHAR",
    };

    /// <summary>SQL that gives a column's values in the form that <see cref="ParquetCells"/> takes.</summary>
    public static string Reading(string column, ColumnType type) => type.Kind switch
    {
        ColumnKind.Integer => $"CAST({column} AS BIGINT)",
        ColumnKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"CAST({column} AS DECIMAL(38,{type.ArrowScale}))"),
        ColumnKind.Double => $"CAST({column} AS DOUBLE)",
        ColumnKind.Boolean => $"CAST({column} AS BOOLEAN)",
        ColumnKind.DateTime => $"epoch_us(CAST({column} AS TIMESTAMPTZ))",
        ColumnKind.LocalDateTime => $"epoch_us(CAST({column} AS TIMESTAMP))",
        ColumnKind.Date => $"CAST(datediff('day', DATE '1970-01-01', CAST({column} AS DATE)) AS BIGINT)",
        ColumnKind.Time => $"datediff('microsecond', TIME '00:00:00', CAST({column} AS TIME))",
        ColumnKind.Binary => $"base64({column})",
        _ => $"CAST({column} AS VARCHAR)",
    };

    /// <summary>SQL that makes a value of a column's type from the text of it.</summary>
    public static string Writing(string text, ColumnType type, string sqlType) => type.Kind == ColumnKind.Binary ? $"from_base64({text})" : $"CAST({text} AS {sqlType})";

    [GeneratedRegex(@"^DECIMAL\(\d+,(?<scale>\d+)\)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DecimalType();
}
