using System.Globalization;
using System.Text.Json;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>Values of rows as JSON, for the folder in which a site's rows are kept.</summary>
internal static class RowText
{
    public static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateTime moment:
                json.WriteStringValue(moment.ToString("O", CultureInfo.InvariantCulture));
                break;
            case Guid id:
                json.WriteStringValue(id);
                break;
            case Reference reference:
                json.WriteStringValue($"{reference.Table.Name}({reference.Id})");
                break;
            case int[] numbers:
                json.WriteStringValue(string.Join(',', numbers));
                break;
            default:
                throw new InvalidOperationException($"A row holds a {value.GetType().Name}.");
        }
    }

    public static object Read(Catalog catalog, Column column, JsonElement value)
    {
        var culture = CultureInfo.InvariantCulture;
        if (column.IsLookup)
        {
            var text = value.GetString()!;
            var open = text.IndexOf('(', StringComparison.Ordinal);
            return new Reference(catalog[text[..open]], Guid.Parse(text.AsSpan(open + 1, 36)));
        }

        return column.EdmType switch
        {
            "Edm.Boolean" => Boxes.Of(value.GetBoolean()),
            "Edm.Int32" => Boxes.Of(value.GetInt32()),
            "Edm.Int64" => value.GetInt64(),
            "Edm.Decimal" => value.GetDecimal(),
            "Edm.Double" => value.GetDouble(),
            "Edm.Guid" => value.GetGuid(),
            "Edm.Date" or "Edm.DateTimeOffset" => DateTime.Parse(value.GetString()!, culture, DateTimeStyles.RoundtripKind),
            _ when column.Type == ColumnType.MultiSelectPicklist => value.GetString()!.Split(',').Select(part => int.Parse(part, culture)).ToArray(),
            _ => value.GetString()!,
        };
    }
}
