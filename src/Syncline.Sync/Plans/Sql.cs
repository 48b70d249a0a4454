using System.Globalization;
using System.Text;
using Syncline.Core.Tables;

namespace Syncline.Sync.Plans;

/// <summary>The one place that turns names, types and values into DuckDB SQL.</summary>
internal static class Sql
{
    /// <summary>A quoted identifier.</summary>
    public static string Quote(string identifier)
    {
        if (identifier.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A name holds a null character.", nameof(identifier));
        }

        return $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>DuckDB type that holds a column's values.</summary>
    public static string TypeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Text or ColumnKind.Choices => "VARCHAR",
        ColumnKind.Integer => "BIGINT",
        ColumnKind.Decimal or ColumnKind.Money => string.Create(CultureInfo.InvariantCulture, $"DECIMAL(38,{type.ArrowScale})"),
        ColumnKind.Double => "DOUBLE",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.DateTime => "TIMESTAMPTZ",
        ColumnKind.LocalDateTime => "TIMESTAMP",
        ColumnKind.Date => "DATE",
        ColumnKind.Time => "TIME",
        ColumnKind.Guid or ColumnKind.Lookup => "UUID",
        ColumnKind.Choice => "INTEGER",
        ColumnKind.Binary => "BLOB",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "Unknown column kind."),
    };

    /// <summary>A text literal. DuckDB reads statements up to a null character, so one inside is spelled out.</summary>
    public static string Literal(string text)
    {
        var quoted = $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        return text.Contains('\0', StringComparison.Ordinal) ? $"({quoted.Replace("\0", "' || chr(0) || '", StringComparison.Ordinal)})" : quoted;
    }

    /// <summary>A literal of a column's type; <c>NULL</c> of that type for null.</summary>
    public static string Literal(object? value, ColumnType type)
    {
        var text = value switch
        {
            null => "NULL",
            string s => Literal(s),
            int or long => string.Create(CultureInfo.InvariantCulture, $"{value}"),
            decimal d => Literal(d.ToString(CultureInfo.InvariantCulture)),
            double d => Literal(d.ToString("R", CultureInfo.InvariantCulture) switch { "∞" => "inf", "-∞" => "-inf", var r => r }),
            bool b => b ? "true" : "false",
            DateTime { Kind: DateTimeKind.Utc } t => Literal(t.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture)),
            DateTime t => Literal(t.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
            DateOnly d => Literal(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            TimeOnly t => Literal(t.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
            Guid g => Literal(g.ToString()),
            byte[] bytes => $"from_hex('{Convert.ToHexString(bytes)}')",
            _ => throw new ArgumentException($"No literal for a {value.GetType().Name}.", nameof(value)),
        };
        return $"CAST({text} AS {TypeOf(type)})";
    }

    /// <summary>A list of texts.</summary>
    public static string Literal(IEnumerable<string> texts) =>
        new StringBuilder("CAST([").AppendJoin(", ", texts.Select(Literal)).Append("] AS VARCHAR[])").ToString();
}
