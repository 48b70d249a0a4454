using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Syncline.Connections.Library;

/// <summary>JSON as the library writes it: indented for people, strict about what it reads.</summary>
internal static class LibraryJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NewLine = "\n",
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>UTF-8 without a byte order mark, with a line break at the end.</summary>
    public static byte[] Write<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Options), (byte)'\n'];

    /// <exception cref="JsonException">It is not such a document.</exception>
    public static T Read<T>(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return JsonSerializer.Deserialize<T>(content.StartsWith(mark) ? content[mark.Length..] : content, Options)
            ?? throw new JsonException("it is empty");
    }

    /// <summary>The first sentence of a JSON error, without .NET's type names and without its final stop.</summary>
    public static string Sentence(JsonException exception)
    {
        var message = exception.Message;
        if (message.Contains("missing required", StringComparison.Ordinal) && message.LastIndexOf(':') is > 0 and var colon)
        {
            return $"it lacks {message[(colon + 1)..].Trim().TrimEnd('.').Replace('\'', '"')}";
        }

        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
        {
            return $"{exception.Path?.TrimStart('$', '.')} has a value of the wrong type";
        }

        var end = message.IndexOf(". ", StringComparison.Ordinal);
        var sentence = end > 0 ? message[..end] : message.TrimEnd('.');
        return exception.LineNumber is { } line ? $"{sentence} (line {line + 1})" : sentence;
    }
}
