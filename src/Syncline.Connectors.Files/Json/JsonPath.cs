using System.Text.Json;

namespace Syncline.Connectors.Files.Json;

/// <summary>A place in the objects of a file: the names on the way to it, joined by points. Finds its children without making texts. Not safe for concurrent use.</summary>
internal sealed class JsonPath(string name)
{
    private readonly Dictionary<string, JsonPath> children = new(StringComparer.Ordinal);

    /// <summary>The names joined; the name of the column that holds the values at this place.</summary>
    public string Name { get; } = name;

    /// <summary>Place of that column among those asked for; -1 for none, null when not looked up yet.</summary>
    public int? Column { get; set; }

    /// <summary>What was met at this place.</summary>
    public JsonTypeGuess Guess { get; } = new();

    /// <summary>Calls <paramref name="visit"/> with every value of an object that is not an object itself, and goes into those that are.</summary>
    public void Walk(JsonElement row, Action<JsonPath, JsonElement> visit)
    {
        foreach (var property in row.EnumerateObject())
        {
            if (!children.TryGetValue(property.Name, out var child))
            {
                children[property.Name] = child = new JsonPath(Name.Length == 0 ? property.Name : $"{Name}.{property.Name}");
            }

            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                child.Walk(property.Value, visit);
            }
            else
            {
                visit(child, property.Value);
            }
        }
    }
}
