using System.Globalization;
using System.Text.RegularExpressions;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Sqlite;

/// <summary>
/// What declared types of SQLite columns mean. SQLite itself keeps any value anywhere; the declared type is what programs agree on
/// (https://www.sqlite.org/datatype3.html).
/// </summary>
internal static partial class SqliteTypes
{
    /// <summary>A column of a declared type; one without a type is text, whatever it holds.</summary>
    public static DatabaseColumn Column(string name, string declared) => new()
    {
        Schema = new ColumnSchema { Name = name, Type = TypeOf(declared) },
        NativeType = declared,
    };

    /// <summary>Kind and limits of a declared type.</summary>
    public static ColumnType TypeOf(string declared)
    {
        var match = Declaration().Match(declared);
        var name = match.Groups["name"].Value.Trim().ToUpperInvariant();
        int? first = match.Groups["first"].Success ? int.Parse(match.Groups["first"].Value, CultureInfo.InvariantCulture) : null;
        int? second = match.Groups["second"].Success ? int.Parse(match.Groups["second"].Value, CultureInfo.InvariantCulture) : null;
        return name switch
        {
            "BOOLEAN" or "BOOL" or "BIT" => ColumnType.Of(ColumnKind.Boolean),
            "DATE" => ColumnType.Of(ColumnKind.Date),
            "TIME" => ColumnType.Of(ColumnKind.Time),
            "DATETIME" or "DATETIME2" or "TIMESTAMP" => ColumnType.Of(ColumnKind.LocalDateTime),
            "TIMESTAMPTZ" or "DATETIMEOFFSET" or "TIMESTAMP WITH TIME ZONE" => ColumnType.Of(ColumnKind.DateTime),
            "UUID" or "GUID" or "UNIQUEIDENTIFIER" => ColumnType.Of(ColumnKind.Guid),
            "DECIMAL_TEXT" or "DECIMAL" or "NUMERIC" or "MONEY" => new() { Kind = ColumnKind.Decimal, Scale = second ?? (first is null ? null : 0) },
            "REAL" or "FLOAT" or "DOUBLE" or "DOUBLE PRECISION" => ColumnType.Of(ColumnKind.Double),
            _ when name.Contains("INT", StringComparison.Ordinal) => ColumnType.Of(ColumnKind.Integer),
            _ when name.Contains("BLOB", StringComparison.Ordinal) || name.Contains("BINARY", StringComparison.Ordinal) => ColumnType.Of(ColumnKind.Binary),
            _ => ColumnType.Of(ColumnKind.Text), // lengths of VARCHAR(n) mean nothing to SQLite
        };
    }

    /// <summary>Whether a column keeps each digit of a number: one with text affinity does, one with numeric affinity makes a double of it.</summary>
    public static bool KeepsEveryDigit(string declared) =>
        declared.Contains("TEXT", StringComparison.OrdinalIgnoreCase) || declared.Contains("CHAR", StringComparison.OrdinalIgnoreCase) || declared.Contains("CLOB", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\s*(?<name>[^(]*)(\(\s*(?<first>\d{1,9})\s*(,\s*(?<second>\d{1,9})\s*)?\))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();
}
