using System.Text.Json;

namespace Syncline.Conformance.WebApi;

/// <summary>The property names of a JSON text, as paths. Items of an array are taken together, since which of them have a value differs from site to site.</summary>
internal static class JsonShape
{
    /// <summary>Paths that one text has and the other lacks. What lies in an array that is empty on one side is not compared, except the rows of a list.</summary>
    public static List<string> Differences(JsonElement recorded, JsonElement served)
    {
        var (left, right) = (PathsOf(recorded), PathsOf(served));
        return
        [
            .. left.Where(path => !right.Contains(path) && Comparable(path, right)).Select(path => $"recorded, not served: {path}"),
            .. right.Where(path => !left.Contains(path) && Comparable(path, left)).Select(path => $"served, not recorded: {path}"),
        ];
    }

    private static HashSet<string> PathsOf(JsonElement json)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        Collect(json, "", paths);
        return paths;
    }

    private static void Collect(JsonElement json, string place, HashSet<string> paths)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject())
            {
                var path = place.Length == 0 ? member.Name : $"{place}/{member.Name}";
                paths.Add(path);
                Collect(member.Value, path, paths);
            }
        }
        else if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                paths.Add(place + "[]");
                Collect(item, place + "[]", paths);
            }
        }
    }

    private static bool Comparable(string path, HashSet<string> other)
    {
        var array = path.LastIndexOf("[]", StringComparison.Ordinal);
        return array < 0 || path == "value[]" || (path.Length > array + 2 && other.Contains(path[..(array + 2)]));
    }
}
