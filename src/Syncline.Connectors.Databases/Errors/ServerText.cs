using System.Text.RegularExpressions;

namespace Syncline.Connectors.Databases.Errors;

/// <summary>What servers say, word for word but for the values of rows that some of them quote: those stay out of messages, logs and plans.</summary>
internal static partial class ServerText
{
    private const string Instead = "…";

    /// <summary>A text of MySQL or MariaDB.</summary>
    public static string OfMySql(string text) => MySqlValue().Replace(text, Instead);

    /// <summary>A text of PostgreSQL about a value (its error class 22).</summary>
    public static string OfPostgreSqlValue(string text) => PostgreSqlValue().Replace(text, Instead);

    /// <summary>A text of SQL Server or of its library.</summary>
    public static string OfSqlServer(string text) => SqlServerValue().Replace(text, Instead);

    [GeneratedRegex("(?<=Duplicate entry ').*(?=' for key)|(?<=value: ').*(?=' for column)|(?<=value: ').*(?='$)|(?<=out of range in ').*(?=')", RegexOptions.Singleline, 1000)]
    private static partial Regex MySqlValue();

    [GeneratedRegex("(?<=: \").*(?=\"$)|(?<=^value \").*(?=\" is out of range)", RegexOptions.Singleline, 1000)]
    private static partial Regex PostgreSqlValue();

    [GeneratedRegex(@"(?<=The given value ').*(?=' of type)|(?<=duplicate key value is \().*(?=\))|(?<=Truncated value: ').*(?=')|(?<=converting the \w+ value ').*(?=' to data type)|(?<=, value = )\S+(?=\.)", RegexOptions.Singleline, 1000)]
    private static partial Regex SqlServerValue();
}
