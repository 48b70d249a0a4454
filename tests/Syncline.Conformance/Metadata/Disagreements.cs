using System.Globalization;
using System.Text.Json;

namespace Syncline.Conformance.Metadata;

/// <summary>Collects where the sandbox and a recording differ, so that one failure shows them all instead of the first.</summary>
internal sealed class Disagreements
{
    private const int Shown = 20;
    private readonly List<string> _found = [];
    private int _compared;

    public void Add(string disagreement) => _found.Add(disagreement);

    /// <summary>Compares a recorded field with a served member; the same number may be written in several ways. A member that is not served is not compared.</summary>
    public void Compare(string place, string field, string recorded, JsonElement owner, string member)
    {
        if (Follow(owner, member) is { } served)
        {
            Compare(place, field, recorded, Text(served));
        }
    }

    public void Compare(string place, string field, string recorded, string served)
    {
        _compared++;
        if (!Same(recorded, served))
        {
            Add($"{place} {field}: recorded '{recorded}', served '{served}'");
        }
    }

    /// <summary>Compares two lists, item by item of the same name.</summary>
    public void CompareAll<T>(string kind, IEnumerable<T> recorded, IEnumerable<T> served, Func<T, string> name, Func<T, string> text)
    {
        var left = served.ToDictionary(name, StringComparer.Ordinal);
        foreach (var item in recorded)
        {
            if (left.Remove(name(item), out var other))
            {
                Compare(name(item), kind, text(item), text(other));
            }
            else
            {
                Add($"{kind} {name(item)}: recorded, not served");
            }
        }

        left.Keys.ToList().ForEach(extra => Add($"{kind} {extra}: served, not recorded"));
    }

    /// <summary>Fails with the count and the first disagreements; also when nothing at all was compared.</summary>
    public void ShouldBeNone()
    {
        _compared.ShouldBeGreaterThan(0, "nothing was compared");
        _found.ShouldBeEmpty($"{_found.Count} disagreements in {_compared} comparisons, the first of them:\n{string.Join('\n', _found.Take(Shown))}");
    }

    private static JsonElement? Follow(JsonElement owner, string path)
    {
        JsonElement? current = owner;
        foreach (var name in path.Split('/'))
        {
            if (current is { ValueKind: JsonValueKind.Null })
            {
                return current;
            }

            if (current is not { ValueKind: JsonValueKind.Object } || !current.Value.TryGetProperty(name, out var next))
            {
                return null;
            }

            current = next;
        }

        return current;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => string.Join(';', value.EnumerateArray().Select(Text).Order(StringComparer.Ordinal)),
        _ => value.GetRawText(),
    };

    private static bool Same(string recorded, string served) =>
        recorded == served
        || (decimal.TryParse(recorded, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
            && decimal.TryParse(served, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
            && left == right);
}
