namespace Syncline.Connectors.Databases.Tables;

/// <summary>How a database's SQL quotes texts and names: what one takes for a quote is an ordinary character, or a bracket, to another.</summary>
/// <param name="Quotes">Characters that open and close a quoted text or name; doubled, they stand for themselves.</param>
/// <param name="HasBracketNames">Whether <c>[</c> opens a name that ends with <c>]</c> (SQL Server, SQLite).</param>
/// <param name="HasBackslashEscapes">Whether a backslash escapes in texts (MySQL); a <c>#</c> begins a comment there.</param>
/// <param name="HasEscapeTexts">Whether a backslash escapes in texts that begin with E (PostgreSQL).</param>
internal sealed record SqlQuoting(string Quotes, bool HasBracketNames = false, bool HasBackslashEscapes = false, bool HasEscapeTexts = false)
{
    /// <summary>PostgreSQL, where a backtick is a part of operators and a bracket one of arrays.</summary>
    public static SqlQuoting PostgreSql { get; } = new("'\"", HasEscapeTexts: true);

    /// <summary>MySQL and MariaDB in the modes that sessions are set to.</summary>
    public static SqlQuoting MySql { get; } = new("'\"`", HasBackslashEscapes: true);

    /// <summary>SQLite, which takes the quotes of the others as well.</summary>
    public static SqlQuoting Sqlite { get; } = new("'\"`", HasBracketNames: true);

    /// <summary>SQL Server.</summary>
    public static SqlQuoting SqlServer { get; } = new("'\"", HasBracketNames: true);
}
