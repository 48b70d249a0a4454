using Syncline.Connectors.Databases.Errors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Databases.Tables;

/// <summary>
/// Looks at SQL that a person wrote (a filter, a query in a table's place) before it becomes a part of a statement: it must not end that
/// statement or begin another. Brackets have to match outside of quotes, and semicolons and comments are refused there. Whether the rest
/// is right is the server's to say, which gets it in a transaction that can't write, where the database has such.
/// </summary>
internal static class SqlFragment
{
    /// <summary>Whether a table's name is a query: it begins with SELECT or WITH as a word.</summary>
    public static bool IsQuery(string table)
    {
        var text = table.AsSpan().TrimStart();
        return BeginsWith(text, "select") || BeginsWith(text, "with");
    }

    /// <summary>A table's name in messages, which would drown in a long query.</summary>
    public static string Shown(string table) => IsQuery(table) ? "the query" : table;

    /// <summary>The query without the one semicolon that people end it with.</summary>
    /// <exception cref="ConfigurationException">It is more than one query.</exception>
    public static string Query(string text, string product, SqlQuoting quoting)
    {
        var trimmed = text.Trim().TrimEnd(';').TrimEnd();
        return Fault(trimmed, quoting) is { } fault ? throw new ConfigurationException(TableErrors.NotOneQuery(product, fault)) : trimmed;
    }

    /// <summary>The filter.</summary>
    /// <exception cref="ConfigurationException">It is more than one condition.</exception>
    public static string Filter(string text, string product, SqlQuoting quoting)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 ? throw new ConfigurationException(TableErrors.NotOneCondition(product, "it is empty"))
            : Fault(trimmed, quoting) is { } fault ? throw new ConfigurationException(TableErrors.NotOneCondition(product, fault))
            : trimmed;
    }

    /// <summary>Why the text can't stand in brackets of ours; null when it can.</summary>
    public static string? Fault(string text, SqlQuoting quoting)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "it holds a null character";
        }

        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case var open when quoting.Quotes.Contains(open, StringComparison.Ordinal) || (open == '[' && quoting.HasBracketNames):
                    if (quoting.HasEscapeTexts && GoesOnWithText(text, i))
                    {
                        return "it goes on with a text after a space";
                    }

                    var end = EndOfQuote(text, i, quoting);
                    if (end < 0)
                    {
                        return "a quote is not closed";
                    }

                    i = end;
                    break;
                case ';':
                    return "it holds a semicolon";
                case '-' when Next(text, i) == '-':
                case '/' when Next(text, i) == '*':
                case '#' when quoting.HasBackslashEscapes:
                    return "it holds a comment";
                case '$' when IsDollarQuote(text, i):
                    return "it holds text in dollar quotes";
                case '(':
                    depth++;
                    break;
                case ')' when --depth < 0:
                    return "a bracket is closed that was not opened";
            }
        }

        return depth > 0 ? "a bracket is not closed" : null;
    }

    private static bool BeginsWith(ReadOnlySpan<char> text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && text.Length > word.Length && (char.IsWhiteSpace(text[word.Length]) || text[word.Length] is '(' or '*' or '"' or '[' or '`');

    private static int EndOfQuote(string text, int start, SqlQuoting quoting)
    {
        var close = text[start] == '[' ? ']' : text[start];
        var escapes = EscapesWithin(text, start, quoting);
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && escapes)
            {
                i++;
            }
            else if (text[i] == close)
            {
                if (Next(text, i) != close)
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }

    // Names are not texts, and an e that ends a word (like'…') is no prefix.
    private static bool EscapesWithin(string text, int start, SqlQuoting quoting) =>
        (quoting.HasBackslashEscapes && (text[start] is '\'' or '"'))
        || (quoting.HasEscapeTexts && text[start] == '\'' && start > 0 && (text[start - 1] is 'e' or 'E') && (start == 1 || !IsOfWord(text[start - 2])));

    // PostgreSQL's names may hold every character beyond ASCII.
    private static bool IsOfWord(char character) => !char.IsAscii(character) || char.IsAsciiLetterOrDigit(character) || character is '_' or '$';

    // Texts on consecutive lines are one in PostgreSQL, and what the first says of backslashes holds for all.
    private static bool GoesOnWithText(string text, int start) =>
        text[start] == '\'' && text.AsSpan(0, start).TrimEnd() is { Length: > 0 } before && before.Length < start && before[^1] == '\'';

    private static bool IsDollarQuote(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end < text.Length && text[end] == '$' && (end == start + 1 || !char.IsAsciiDigit(text[start + 1]));
    }

    private static char Next(string text, int index) => index + 1 < text.Length ? text[index + 1] : '\0';
}
