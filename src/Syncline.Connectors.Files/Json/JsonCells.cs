using System.Text.Json;
using System.Text.Json.Nodes;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Json;

/// <summary>Values of JSON as values of columns, and back.</summary>
internal static class JsonCells
{
    /// <summary>Adds a value; lists are texts of JSON. False, and nothing added, when it is not of the column's type.</summary>
    public static bool TryAppend(ColumnBuilder column, JsonElement value)
    {
        var type = column.Column.Type;
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                column.AppendNull();
                return true;
            case JsonValueKind.True or JsonValueKind.False when type.Kind == ColumnKind.Boolean:
                column.Append(value.GetBoolean());
                return true;
            case JsonValueKind.Number when type.Kind == ColumnKind.Integer && value.TryGetInt64(out var whole):
                column.Append(whole);
                return true;
            case JsonValueKind.Number when type.Kind == ColumnKind.Decimal && value.TryGetDecimal(out var number) && CellText.FitsScale(number, type.ArrowScale):
                column.Append(number);
                return true;
            case JsonValueKind.Number when type.Kind == ColumnKind.Double && value.TryGetDouble(out var number) && double.IsFinite(number):
                column.Append(number);
                return true;
            case JsonValueKind.String when type.Kind == ColumnKind.Text:
                column.Append(value.GetString()!);
                return true;
            case JsonValueKind.String:
                return CellText.TryAppend(column, value.GetString());
            default:
                if (type.Kind != ColumnKind.Text)
                {
                    return false;
                }

                column.Append(value.GetRawText());
                return true;
        }
    }

    /// <summary>The JSON of a value; null for no value.</summary>
    public static JsonNode? Of(ColumnKind kind, object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(CellText.Of(kind, value)),
    };

    /// <summary>Whether a column stands in the row itself, under its whole name: another column has the place that its object would need (<c>owner</c> beside <c>owner.table</c>).</summary>
    public static bool IsFlat(ColumnSchema column, IReadOnlyList<ColumnSchema> columns) =>
        columns.Any(other => column.Name.StartsWith(other.Name + ".", StringComparison.Ordinal));

    /// <summary>Puts a value into an object at a path. A text of JSON goes where a list stood as a list again.</summary>
    public static void Set(JsonObject row, string path, JsonNode? value, bool isFlat)
    {
        if (row.ContainsKey(path))
        {
            if (row[path] is JsonObject others)
            {
                if (value is null)
                {
                    return; // what is in the object are other columns
                }

                // Those make room, and stay under their whole names.
                row[path] = null;
                foreach (var (name, other) in others)
                {
                    row[$"{path}.{name}"] = other?.DeepClone();
                }
            }

            row[path] = row[path] is JsonArray && value is JsonValue text && text.TryGetValue<string>(out var json) && ListOf(json) is { } list ? list : value;
            return;
        }

        // Names may hold points themselves: what is there tells where the path parts.
        for (var point = path.IndexOf('.', StringComparison.Ordinal); point > 0; point = path.IndexOf('.', point + 1))
        {
            if (row[path[..point]] is JsonObject inner)
            {
                Set(inner, path[(point + 1)..], value, isFlat);
                return;
            }
        }

        var first = path.IndexOf('.', StringComparison.Ordinal);
        if (value is null)
        {
            return;
        }

        if (first <= 0 || isFlat || row[path[..first]] is not null || path.Contains('@', StringComparison.Ordinal))
        {
            row[path] = value;
            return;
        }

        var made = new JsonObject();
        row[path[..first]] = made;
        Set(made, path[(first + 1)..], value, isFlat);
    }

    private static JsonArray? ListOf(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonArray;
        }
        catch (JsonException)
        {
            return null; // a text that only begins like a list stays a text
        }
    }
}
