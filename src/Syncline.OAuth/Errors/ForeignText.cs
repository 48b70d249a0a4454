using System.Text;
using System.Text.RegularExpressions;

namespace Syncline.OAuth.Errors;

/// <summary>Text of a server or a program, made fit for a message: no secret, no control characters, not endless.</summary>
internal static partial class ForeignText
{
    private const int MaxLength = 2000;

    // Shorter ones would be found in the middle of ordinary words.
    private const int ShortestSecret = 8;

    /// <summary>The text to show; null when there is none.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="secrets">Secrets that were sent: who repeats them in a text does not make us show them.</param>
    public static string? Clean(string? text, IReadOnlyList<string> secrets)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        foreach (var secret in secrets.Where(secret => secret.Length >= ShortestSecret))
        {
            text = text.Replace(secret, "(secret)", StringComparison.Ordinal);
        }

        // An assertion or token that was not among what we sent as a secret still looks like one.
        text = JwtPattern().Replace(text, "(secret)");
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var c in text.Trim())
        {
            if (clean.Length == MaxLength)
            {
                clean.Append('…');
                break;
            }

            // Escape sequences of terminals do not belong into a message.
            clean.Append(c == '\n' || !char.IsControl(c) ? c : ' ');
        }

        return clean.ToString();
    }

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex JwtPattern();
}
