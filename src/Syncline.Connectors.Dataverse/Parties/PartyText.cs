using System.Globalization;

namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>Party lists as text: <c>contact:5b4c…; systemuser:0d1e…; someone@example.com</c>.</summary>
internal static class PartyText
{
    private const string Separator = "; ";

    /// <summary>The order in which parties are written, whatever the order of the server, which keeps none.</summary>
    public static int Compare(Party left, Party right) => string.CompareOrdinal(left.ToString(), right.ToString());

    /// <summary>Texts in one, or null when there are none.</summary>
    public static string? Join(IEnumerable<string> parts)
    {
        var text = string.Join(Separator, parts);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Reads a list; parties that stand in it twice come once.</summary>
    /// <param name="text">The list. Semicolons or line breaks stand between parties.</param>
    /// <param name="error">What is wrong with it, as the end of a sentence; null when nothing is. The party's text is left out of it.</param>
    public static IReadOnlyList<Party> Parse(string text, out string? error)
    {
        error = null;
        var parties = new List<Party>();
        var parts = text.Split([';', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            if (Read(parts[i]) is not { } party)
            {
                error = string.Create(CultureInfo.InvariantCulture, $"party {i + 1} of {parts.Length} is neither a table with a row's id (contact:00000000-0000-0000-0000-000000000000) nor an e-mail address");
                return [];
            }

            if (!parties.Contains(party))
            {
                parties.Add(party);
            }
        }

        return parties;
    }

    private static Party? Read(string part)
    {
        var colon = part.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Guid.TryParse(part.AsSpan(colon + 1).Trim(), out var id))
        {
            return new Party(part[..colon].Trim().ToLowerInvariant(), id, null);
        }

        return part.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < part.Length - 1 && !part.Any(char.IsWhiteSpace) ? new Party(null, default, part) : null;
    }
}
