using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Sync.Projects.Yaml;

namespace Syncline.Sync.Projects;

/// <summary>Reads one group of keys with typed access; every mistake is noted with its place, and reading goes on with a default.</summary>
internal sealed class SectionReader
{
    private readonly Dictionary<string, YamlEntry> entries = new(StringComparer.Ordinal);
    private readonly ReadContext context;
    private readonly string path;

    /// <summary>Opens a group; keys that are not <paramref name="known"/> are mistakes unless that is empty.</summary>
    public SectionReader(YamlMap map, string path, ReadContext context, params string[] known)
    {
        this.context = context;
        this.path = path;
        Place = map.Place;
        foreach (var entry in map.Entries)
        {
            if (entry.Value is YamlScalar scalar)
            {
                context.Marks.Add(PathOf(entry.Key), scalar);
            }
            else
            {
                context.Marks.Add(PathOf(entry.Key), entry.Value is YamlMap ? entry.KeyPlace : entry.Value.Place);
            }

            if (known.Length > 0 && !known.Contains(entry.Key))
            {
                context.Mistakes.Add(
                    "SY1003",
                    entry.KeyPlace,
                    $"There is no key \"{entry.Key}\" {Where}.",
                    NearestNames.Advice(entry.Key, known) ?? $"Known keys are {string.Join(", ", known)}.");
            }
            else if (!entries.TryAdd(entry.Key, entry))
            {
                context.Mistakes.Add("SY1004", entry.KeyPlace, $"\"{entry.Key}\" is given twice {Where}.", "Remove one of them.");
            }
        }
    }

    /// <summary>Where the group starts.</summary>
    public SourceLocation Place { get; }

    /// <summary>The group's entries in the file's order, doubles left out.</summary>
    public IEnumerable<YamlEntry> Entries => entries.Values;

    private string Where => path.Length == 0 ? "in a project file" : $"in {path.Replace('/', '.')}";

    /// <summary>The value of a key; null when it is not there or nothing.</summary>
    public YamlNode? Node(string key) =>
        entries.TryGetValue(key, out var entry) && entry.Value is not YamlScalar { IsNothing: true } ? entry.Value : null;

    /// <summary>A group of keys; null (and a mistake when <paramref name="required"/>) when it is not there.</summary>
    public SectionReader? Section(string key, bool required, params string[] known)
    {
        switch (Node(key))
        {
            case YamlMap map:
                return new SectionReader(map, PathOf(key), context, known);
            case null:
                Missing(key, required);
                return null;
            case var other:
                Wrong(key, other, "a group of keys" + (known.Length > 0 ? $" ({string.Join(", ", known)})" : ""));
                return null;
        }
    }

    /// <summary>A text with parameters filled in; null when it is not there.</summary>
    public string? Text(string key, bool required = false, Func<string, string>? escape = null)
    {
        switch (Node(key))
        {
            case YamlScalar scalar:
                var text = context.Fill(scalar, escape);
                if (text.Length == 0)
                {
                    Missing(key, required);
                    return null;
                }

                return text;
            case null:
                Missing(key, required);
                return null;
            case var other:
                Wrong(key, other, "a text");
                return null;
        }
    }

    /// <summary>One text or a list of texts; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string key, bool required = false)
    {
        switch (Node(key))
        {
            case YamlScalar:
                return Text(key, required) is { } single ? [single] : [];
            case YamlList list:
                var texts = new List<string>();
                foreach (var item in list.Items)
                {
                    if (item is YamlScalar { IsNothing: false } scalar)
                    {
                        context.Marks.Add(PathOf(key) + "/" + texts.Count.ToString(CultureInfo.InvariantCulture), scalar.Place);
                        texts.Add(context.Fill(scalar, escape: null));
                    }
                    else
                    {
                        Wrong(key, item, "a text in this list");
                    }
                }

                if (list.Items.Count == 0)
                {
                    Missing(key, required);
                }

                return texts;
            case null:
                Missing(key, required);
                return [];
            case var other:
                Wrong(key, other, "a text or a list of texts");
                return [];
        }
    }

    /// <summary>True or false; null when it is not there.</summary>
    public bool? Flag(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlScalar scalar when context.Fill(scalar, escape: null) is ("true" or "false"):
                return string.Equals(context.Fill(scalar, escape: null), "true", StringComparison.Ordinal);
            case var other:
                Wrong(key, other, "true or false");
                return null;
        }
    }

    /// <summary>A number that is not negative; null when it is not there.</summary>
    public decimal? Number(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlScalar scalar when decimal.TryParse(context.Fill(scalar, escape: null), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number):
                return number;
            case var other:
                Wrong(key, other, "a number that is not negative, such as 0.01");
                return null;
        }
    }

    /// <summary>One of some words; null when it is not there.</summary>
    public T? Word<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        switch (Node(key))
        {
            case null:
                // "missing: null" is a word, not an absence.
                return entries.TryGetValue(key, out var entry) && entry.Value is YamlScalar nothing && words.TryGetValue(nothing.Text, out var word) ? word : null;
            case YamlScalar scalar when words.TryGetValue(context.Fill(scalar, escape: null), out var found):
                return found;
            case YamlScalar scalar:
                var written = context.Fill(scalar, escape: null);
                context.Mistakes.Add(
                    "SY1006",
                    scalar.Place,
                    $"\"{written}\" is not a value of {key} {Where}.",
                    NearestNames.Advice(written, words.Keys) ?? $"Expected is {Alternatives(words.Keys)}.");
                return null;
            case var other:
                Wrong(key, other, Alternatives(words.Keys));
                return null;
        }
    }

    /// <summary>Notes that a value is not what was expected.</summary>
    public void Wrong(string key, YamlNode node, string expected) => context.Mistakes.Add(
        "SY1002",
        node.Place,
        node is YamlScalar { IsNothing: false } scalar
            ? $"{key} {Where} must be {expected}; \"{scalar.Text}\" is not."
            : $"{key} {Where} must be {expected}; this is {node.Kind}.");

    private static string Alternatives(IEnumerable<string> words) => words.ToList() is [.. var first, var last] && first.Count > 0 ? $"{string.Join(", ", first)} or {last}" : string.Join("", words);

    private void Missing(string key, bool required)
    {
        if (required)
        {
            context.Mistakes.Add("SY1005", context.Marks.Find(PathOf(key)) ?? Place, $"\"{key}\" is missing {Where}.", "Add it; docs/reference/project-file.md shows how.");
        }
    }

    private string PathOf(string key) => path.Length == 0 ? ProjectMarks.Join(key) : path + "/" + ProjectMarks.Join(key);
}
