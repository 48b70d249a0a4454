using System.Globalization;
using Syncline.Core.Tables;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Mapping;

/// <summary>Which texts of the source stand for which options of a choice column. Texts are compared in lower case.</summary>
internal sealed class ChoiceTexts
{
    private readonly Dictionary<string, HashSet<int>> meanings = new(StringComparer.Ordinal);

    public ChoiceTexts(ColumnType type, ChoiceRule? rule)
    {
        var by = rule?.By ?? ChoiceBy.Either;
        foreach (var option in type.Choices)
        {
            if (by != ChoiceBy.Value)
            {
                Add(option.Label, option.Value);
            }

            if (by != ChoiceBy.Label)
            {
                Add(option.Value.ToString(CultureInfo.InvariantCulture), option.Value);
            }
        }

        foreach (var (alias, meaning) in rule?.Aliases ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            // An alias is the user's own word: it goes before a label of the same text.
            meanings[Fold(alias)] = [.. type.Choices.Where(option => Stands(option, meaning)).Select(option => option.Value)];
        }
    }

    /// <summary>Texts with exactly one meaning.</summary>
    public IEnumerable<KeyValuePair<string, int>> Clear => meanings.Where(pair => pair.Value.Count == 1).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Single()));

    /// <summary>Texts that stand for several options.</summary>
    public IEnumerable<string> Ambiguous => meanings.Where(pair => pair.Value.Count > 1).Select(pair => pair.Key);

    /// <summary>Texts that stand for an option at all, in lower case.</summary>
    public IEnumerable<string> Texts => meanings.Keys;

    /// <summary>Whether a text is a label or number of one of the options.</summary>
    public static bool Names(ColumnType type, string text) => type.Choices.Any(option => Stands(option, text));

    /// <summary>The options for people.</summary>
    public static string List(ColumnType type) => type.Choices.Count == 0
        ? "The column has no options."
        : $"The options are {string.Join(", ", type.Choices.Take(10).Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Label} ({option.Value})")))}{(type.Choices.Count > 10 ? ", …" : "")}.";

    private static bool Stands(ChoiceOption option, string text) =>
        string.Equals(option.Label.Trim(), text.Trim(), StringComparison.OrdinalIgnoreCase) || option.Value.ToString(CultureInfo.InvariantCulture) == text.Trim();

    private static string Fold(string text) => text.Trim().ToLowerInvariant();

    private void Add(string text, int value)
    {
        if (Fold(text).Length == 0)
        {
            return;
        }

        if (!meanings.TryGetValue(Fold(text), out var values))
        {
            meanings.Add(Fold(text), values = []);
        }

        values.Add(value);
    }
}
