using System.Text.RegularExpressions;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Words of an OData filter, one after the other: names and bare values, texts in quotes, and the signs ( ) [ ] , = : /. Good for one pass.</summary>
internal sealed partial class ODataTokens
{
    private readonly List<string> tokens = [];
    private int at;

    /// <exception cref="FormatException">A text has no end, or there is a sign that means nothing.</exception>
    public ODataTokens(string filter)
    {
        for (var position = 0; position < filter.Length;)
        {
            var match = Token().Match(filter, position);
            if (!match.Success)
            {
                throw new FormatException($"\"{filter[position]}\" means nothing in it");
            }

            if (!string.IsNullOrWhiteSpace(match.Value))
            {
                tokens.Add(match.Value);
            }

            position += match.Length;
        }
    }

    /// <summary>The word stood on; empty at the end.</summary>
    public string Current => at < tokens.Count ? tokens[at] : string.Empty;

    /// <summary>The word behind it; empty at the end.</summary>
    public string Following => at + 1 < tokens.Count ? tokens[at + 1] : string.Empty;

    /// <summary>Gives the word stood on and goes on.</summary>
    public string Take()
    {
        var token = Current;
        at++;
        return token;
    }

    /// <summary>Goes on if the word is this one.</summary>
    public bool TryTake(string token)
    {
        if (Current != token)
        {
            return false;
        }

        at++;
        return true;
    }

    /// <exception cref="FormatException">Another word stands there.</exception>
    public void Require(string token)
    {
        if (!TryTake(token))
        {
            throw new FormatException(Current.Length == 0 ? $"\"{token}\" is missing at its end" : $"\"{token}\" is missing before \"{Current}\"");
        }
    }

    // Within quotes a quote is doubled. Bare values are numbers, ids, dates, times with their zone, true, false and null.
    [GeneratedRegex(@"\G(?:\s+|'(?:[^']|'')*'|[A-Za-z0-9_.+\-:]+|[()\[\],=/])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();
}
