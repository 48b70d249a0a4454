using System.Text.Json;

namespace Syncline.Sync.Projects;

/// <summary>The published JSON schema of project files: <c>docs/reference/project.schema.json</c>, built in.</summary>
public static class ProjectSchema
{
    /// <summary>File name by which project files refer to it.</summary>
    public const string FileName = "project.schema.json";

    /// <summary>The schema's text.</summary>
    public static string Read()
    {
        using var stream = typeof(ProjectSchema).Assembly.GetManifestResourceStream(FileName) ?? throw new InvalidOperationException($"{FileName} is not built in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What the schema says of a key, for forms: the same words as an editor shows.</summary>
    /// <param name="path">The key from the top, e.g. <c>guards/max-deletes</c>.</param>
    /// <exception cref="ArgumentException">The schema has no such key.</exception>
    public static ProjectSchemaEntry Describe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var node = Root.Value;
        foreach (var part in path.Split('/'))
        {
            node = Children(node).Select(child => child.TryGetProperty(part, out var found) ? found : default).FirstOrDefault(child => child.ValueKind == JsonValueKind.Object) is { ValueKind: JsonValueKind.Object } next
                ? next
                : throw new ArgumentException($"The schema of project files has no {path}.", nameof(path));
        }

        var resolved = Resolve(node);
        return new ProjectSchemaEntry(
            Text(node, "description") ?? Text(resolved, "description") ?? Text(Alternatives(resolved).FirstOrDefault(), "description") ?? string.Empty,
            Text(node, "default") ?? Text(resolved, "default"),
            [.. Alternatives(resolved).Prepend(resolved).Where(one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty("enum", out _)).SelectMany(one => one.GetProperty("enum").EnumerateArray()).Select(Word)]);
    }

    private static readonly Lazy<JsonElement> Root = new(() => JsonDocument.Parse(Read()).RootElement);

    // The keys of a group, also of one that may be written in another way as well.
    private static IEnumerable<JsonElement> Children(JsonElement node)
    {
        var resolved = Resolve(node);
        return Alternatives(resolved).Prepend(resolved).Where(one => one.TryGetProperty("properties", out _)).Select(one => one.GetProperty("properties"));
    }

    private static IEnumerable<JsonElement> Alternatives(JsonElement node) =>
        node.TryGetProperty("oneOf", out var several) ? several.EnumerateArray().Select(Resolve) : [];

    private static JsonElement Resolve(JsonElement node)
    {
        while (node.TryGetProperty("$ref", out var reference))
        {
            node = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(Root.Value, (at, part) => at.GetProperty(part));
        }

        return node;
    }

    private static string? Text(JsonElement node, string name) => node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) ? Word(value) : null;

    private static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };
}
