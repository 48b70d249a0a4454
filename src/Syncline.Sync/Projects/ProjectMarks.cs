using Syncline.Core.Errors;
using Syncline.Sync.Projects.Yaml;

namespace Syncline.Sync.Projects;

/// <summary>Where each part of a project stands in its file. A path is the keys from the top, e.g. <c>columns/gendercode/choice</c>.</summary>
public sealed class ProjectMarks
{
    private readonly Dictionary<string, SourceLocation> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> textOffsets = new(StringComparer.Ordinal);

    /// <summary>Marks of a project that came from no file.</summary>
    public static ProjectMarks None { get; } = new();

    /// <summary>Place of a part; of the nearest part around it when it is not written in the file; null when nothing is known.</summary>
    public SourceLocation? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var rest = path; ; rest = rest[..rest.LastIndexOf('/')])
        {
            if (places.TryGetValue(rest, out var place))
            {
                return place;
            }

            if (!rest.Contains('/', StringComparison.Ordinal))
            {
                return null;
            }
        }
    }

    internal static string Join(params ReadOnlySpan<string> parts)
    {
        var escaped = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            escaped[i] = parts[i].Replace("/", "~1", StringComparison.Ordinal);
        }

        return string.Join('/', escaped);
    }

    /// <summary>Place of a character inside a text value; of the value where characters can't be counted (folded, escaped or filled text).</summary>
    internal SourceLocation? Find(string path, int character) =>
        character > 0 && textOffsets.TryGetValue(path, out var offset) && places.TryGetValue(path, out var place)
            ? place with { Column = place.Column + offset + character }
            : Find(path);

    internal void Add(string path, SourceLocation place) => places.TryAdd(path, place);

    internal void Add(string path, YamlScalar scalar)
    {
        if (places.TryAdd(path, scalar.Place) && scalar.Offset >= 0 && !scalar.Text.Contains("${", StringComparison.Ordinal))
        {
            textOffsets.Add(path, scalar.Offset);
        }
    }
}
