using Syncline.Core.Errors;
using Syncline.Sync.Projects.Yaml;

namespace Syncline.Sync.Projects;

/// <summary>
/// Takes the <c>mappings</c> of a file apart: what stands at the top of the file holds for each of them, unless the mapping says otherwise. Groups
/// such as <c>source</c> or <c>guards</c> are filled up key by key; anything else is replaced as a whole.
/// </summary>
internal static class MappingList
{
    /// <summary>The list's key.</summary>
    public const string Key = "mappings";

    private static readonly string[] Known = ["name", "source", "target", "key", "columns", "source-filter", "target-filter", "actions", "guards", "compare", "duplicates", "new-ids", "incremental", "write-back"];
    private static readonly string[] Groups = ["source", "target", "actions", "guards", "compare"];
    private static readonly string[] OfTheSet = [Key, "name", "parameters", "hooks"];

    /// <summary>The mappings, each as a whole project.</summary>
    public static IReadOnlyList<Mapping> Of(YamlMap file, string path, ProjectMistakes mistakes)
    {
        var shared = file.Entries.Where(entry => !OfTheSet.Contains(entry.Key)).ToList();
        var entry = file.Entries.First(entry => entry.Key == Key);
        var mappings = new List<Mapping>();
        foreach (var item in (entry.Value as YamlList)?.Items ?? [])
        {
            if (item is not YamlMap own)
            {
                mistakes.Add("SY1002", item.Place, $"A mapping is a group of keys such as target, key and columns; this is {item.Kind}.");
                continue;
            }

            foreach (var unknown in own.Entries.Where(part => !Known.Contains(part.Key)))
            {
                mistakes.Add(
                    "SY1003", unknown.KeyPlace, $"There is no key \"{unknown.Key}\" in a mapping.", NearestNames.Advice(unknown.Key, Known) ?? $"Known keys are {string.Join(", ", Known)}.");
            }

            var name = (own.Entries.FirstOrDefault(part => part.Key == "name")?.Value as YamlScalar)?.Text;
            if (name is not null && mappings.Exists(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                mistakes.Add("SY1004", own.Place, $"Two mappings have the name {name}.", "Give each a name of its own.");
            }

            mappings.Add(new Mapping(name, Fill(own, shared), own.Place));
        }

        if (mappings.Count == 0)
        {
            mistakes.Add("SY1005", entry.KeyPlace, "mappings lists no mapping.", "Add one: - { source: { table: … }, target: { table: … }, key: …, columns: { … } }");
            mistakes.ThrowIfAny();
        }

        return mappings;
    }

    private static YamlMap Fill(YamlMap own, List<YamlEntry> shared)
    {
        var entries = own.Entries.Where(entry => entry.Key != "name").ToList();
        foreach (var entry in shared)
        {
            var index = entries.FindIndex(other => other.Key == entry.Key);
            if (index < 0)
            {
                entries.Add(entry);
            }
            else if (Groups.Contains(entry.Key) && entries[index].Value is YamlMap mine && entry.Value is YamlMap theirs)
            {
                var more = theirs.Entries.Where(part => !mine.Entries.Any(known => known.Key == part.Key));
                entries[index] = entries[index] with { Value = mine with { Entries = [.. mine.Entries, .. more] } };
            }
        }

        return own with { Entries = entries };
    }

    /// <summary>One mapping of a list.</summary>
    /// <param name="Name">Its name; null when it has none of its own.</param>
    /// <param name="Map">All its keys, those of the file's top included.</param>
    /// <param name="Place">Where it stands.</param>
    internal sealed record Mapping(string? Name, YamlMap Map, SourceLocation? Place);
}
