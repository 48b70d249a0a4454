using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Reads single values of the Web API's JSON into columns, without a text in between where there need be none.</summary>
internal static class JsonValues
{
    /// <summary>Adds the value (not null) that the reader stands on.</summary>
    /// <exception cref="FormatException">It is not a value of the column's kind.</exception>
    /// <exception cref="OverflowException">It does not fit the column.</exception>
    public static void Append(ref Utf8JsonReader reader, ColumnBuilder builder)
    {
        switch (builder.Column.Type.Kind)
        {
            case ColumnKind.Text: AppendText(ref reader, builder); break;
            case ColumnKind.Choices: AppendChoices(ref reader, builder); break;
            case ColumnKind.Integer or ColumnKind.Choice: builder.Append(ReadInteger(ref reader)); break;
            case ColumnKind.Decimal or ColumnKind.Money: builder.Append(ReadDecimal(ref reader)); break;
            case ColumnKind.Double: builder.Append(ReadDouble(ref reader)); break;
            case ColumnKind.Boolean: builder.Append(reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Wrong("true or false")); break;
            case ColumnKind.Guid or ColumnKind.Lookup: builder.Append(reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id) ? id : throw Wrong("an id")); break;
            case ColumnKind.DateTime: builder.Append(ReadMoment(ref reader).UtcDateTime); break;
            case ColumnKind.LocalDateTime: builder.Append(DateTime.SpecifyKind(ReadMoment(ref reader).DateTime, DateTimeKind.Unspecified)); break;
            case ColumnKind.Date: builder.Append(ReadDate(ref reader)); break;
            default: throw new InvalidOperationException($"No column of Dataverse is {builder.Column.Type.Kind}.");
        }
    }

    private static void AppendText(ref Utf8JsonReader reader, ColumnBuilder builder)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            builder.Append(reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False ? reader.ValueSpan : throw Wrong("text"));
            return;
        }

        if (!reader.ValueIsEscaped)
        {
            builder.Append(reader.ValueSpan);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            builder.Append(rented.AsSpan(0, reader.CopyString(rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Dataverse sorts the numbers; a provider of a virtual table may not.</summary>
    private static void AppendChoices(ref Utf8JsonReader reader, ColumnBuilder builder)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Wrong("a list of numbers");
        var numbers = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => int.Parse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            .Distinct().Order().ToArray();
        if (numbers.Length == 0)
        {
            builder.AppendNull();
        }
        else
        {
            builder.Append(string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static long ReadInteger(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            return number;
        }

        // IEEE754Compatible answers carry 64-bit numbers as text.
        return reader.TokenType == JsonTokenType.String && Utf8Parser.TryParse(reader.ValueSpan, out long text, out var used) && used == reader.ValueSpan.Length
            ? text
            : throw Wrong("a whole number");
    }

    private static decimal ReadDecimal(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDecimal(out var number) => number,
        JsonTokenType.String when decimal.TryParse(
            reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong("a number of at most 28 digits"),
    };

    private static double ReadDouble(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) ? number : throw Wrong("a number");

    private static DateTimeOffset ReadMoment(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var moment) ? moment : throw Wrong("a date and time");

    private static DateOnly ReadDate(ref Utf8JsonReader reader)
    {
        // A date that the server still writes with a time of day keeps its calendar day.
        var text = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
        var isLong = text.Length > 10 && text[10] == (byte)'T';
        return text.Length >= 10 && (text.Length == 10 || isLong)
            && DateOnly.TryParseExact(Encoding.ASCII.GetString(text[..10]), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Wrong("a date");
    }

    private static FormatException Wrong(string expected) => new($"it is not {expected}");
}
