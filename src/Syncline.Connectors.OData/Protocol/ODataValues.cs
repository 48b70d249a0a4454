using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OData.Edm;
using Syncline.Connectors.OData.Model;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.OData.Protocol;

/// <summary>Values in JSON (OData JSON format, section 7.1) and in addresses (OData URL conventions, section 5.1.1.14.1).</summary>
internal static class ODataValues
{
    /// <summary>Adds a value; numbers may come as texts, too. False, and nothing added, when it does not fit.</summary>
    public static bool TryAppend(ColumnBuilder column, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            column.AppendNull();
            return true;
        }

        var type = column.Column.Type;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var culture = CultureInfo.InvariantCulture;
        object? parsed = type.Kind switch
        {
            ColumnKind.Text => text,
            ColumnKind.Boolean => text switch { "true" => true, "false" => false, _ => null },
            ColumnKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null,
            ColumnKind.Decimal => decimal.TryParse(text, NumberStyles.Float, culture, out var number) && decimal.Round(number, type.ArrowScale) == number ? number : null,
            ColumnKind.Double => text switch { "INF" => double.PositiveInfinity, "-INF" => double.NegativeInfinity, _ => double.TryParse(text, NumberStyles.Float, culture, out var number) ? number : null },
            ColumnKind.DateTime => DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out var moment) ? WholeMicroseconds(moment.UtcDateTime) : null,
            ColumnKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date : null,
            ColumnKind.Time => TimeOnly.TryParse(text, culture, out var time) ? time : null,
            ColumnKind.Guid => Guid.TryParse(text, out var id) ? id : null,
            ColumnKind.Binary => Bytes(text),
            _ => null,
        };
        if (parsed is null)
        {
            return false;
        }

        column.AppendValue(parsed);
        return true;
    }

    /// <summary>A value in a request's body.</summary>
    public static JsonNode? Json(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(double.IsNaN(number) ? "NaN" : number > 0 ? "INF" : "-INF"),
        byte[] bytes => JsonValue.Create(System.Buffers.Text.Base64Url.EncodeToString(bytes)),
        _ => JsonValue.Create(Plain(value)),
    };

    /// <summary>A value in a filter or a key, escaped for an address.</summary>
    public static string Literal(ODataColumn column, object value) => Uri.EscapeDataString(value switch
    {
        string text when column.Type.IsEnum() => $"{column.Type.FullName()}'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        byte[] bytes => $"binary'{System.Buffers.Text.Base64Url.EncodeToString(bytes)}'",
        _ => Plain(value),
    }).Replace("%27", "'", StringComparison.Ordinal); // allowed as it is (RFC 3986, section 3.3)

    private static string Plain(object value) => value switch
    {
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    // A service may keep tenths of a microsecond, which batches don't.
    private static DateTime WholeMicroseconds(DateTime moment) => new(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    // Base64url by the standard; some services send the plain form.
    private static byte[]? Bytes(string text)
    {
        var url = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return System.Buffers.Text.Base64Url.IsValid(url) ? System.Buffers.Text.Base64Url.DecodeFromChars(url) : null;
    }
}
