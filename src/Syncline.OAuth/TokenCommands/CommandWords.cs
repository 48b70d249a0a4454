using System.Text;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.TokenCommands;

/// <summary>Reads a command line as a program and its arguments, without a shell and therefore without its surprises.</summary>
internal static class CommandWords
{
    /// <summary>At least one word.</summary>
    /// <exception cref="ConfigurationException">There is none, or a quote is not closed (OA1013).</exception>
    public static IReadOnlyList<string> Parse(string? commandLine)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        char? quote = null;
        foreach (var c in commandLine ?? string.Empty)
        {
            if (quote == c)
            {
                quote = null;
            }
            else if (quote is null && c is '"' or '\'')
            {
                (quote, inWord) = (c, true);
            }
            else if (quote is null && char.IsWhiteSpace(c))
            {
                EndWord();
            }
            else
            {
                word.Append(c);
                inWord = true;
            }
        }

        if (quote is not null)
        {
            throw Wrong($"The Token Command has an opening {quote} without a closing one.", "Close it; inside \"…\" a ' is a plain character, and the other way round.");
        }

        EndWord();
        return words.Count > 0 && words[0].Length > 0
            ? words
            : throw Wrong("The Token Command is missing.", "Give the program that prints an access token, with its arguments.");

        void EndWord()
        {
            if (inWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            inWord = false;
        }
    }

    private static ConfigurationException Wrong(string message, string advice) => new(new ErrorDetail
    {
        Id = OAuthErrorId.CommandUnreadable,
        Phase = ErrorPhase.Configuration,
        Message = message,
        Advice = advice,
        Option = OptionName.TokenCommand,
    });
}
