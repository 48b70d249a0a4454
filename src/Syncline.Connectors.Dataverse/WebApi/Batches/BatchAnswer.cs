using System.Globalization;
using System.Text;

namespace Syncline.Connectors.Dataverse.WebApi.Batches;

/// <summary>Takes the answer of a <c>$batch</c> request apart (RFC 2046 section 5.1; each part holds an HTTP answer, OData 4.0 part 1 section 11.7.4).</summary>
internal static class BatchAnswer
{
    /// <summary>The answers in order. A part that is cut off at the end, and what does not read as an answer, is left out together with all that follows.</summary>
    /// <param name="body">The body, from its first byte.</param>
    /// <param name="boundary">The boundary that the answer's content type names.</param>
    public static IReadOnlyList<OperationAnswer> Parts(ReadOnlyMemory<byte> body, string boundary)
    {
        var parts = new List<OperationAnswer>();
        var delimiter = Encoding.ASCII.GetBytes("--" + boundary);
        var bytes = body.Span;
        var at = bytes.IndexOf(delimiter);
        while (at >= 0)
        {
            var start = at + delimiter.Length;
            var length = start <= bytes.Length ? FindDelimiter(bytes[start..], delimiter) : -1;
            if (length < 0 || bytes[start..].StartsWith("--"u8))
            {
                break;
            }

            if (Answer(body.Slice(start, length)) is not { } answer)
            {
                break;
            }

            parts.Add(answer);
            at = start + length;
            at += bytes[at..].IndexOf(delimiter);
        }

        return parts;
    }

    /// <summary>The end of a part: a delimiter stands at the beginning of a line, and nowhere else.</summary>
    private static int FindDelimiter(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> delimiter)
    {
        for (var from = 0; ;)
        {
            var found = bytes[from..].IndexOf(delimiter);
            if (found < 0)
            {
                return -1;
            }

            var at = from + found;
            if (at > 0 && bytes[at - 1] == (byte)'\n')
            {
                return at;
            }

            from = at + 1;
        }
    }

    /// <summary>Headers of the part, an empty line, then the HTTP answer: status line, headers, an empty line, body.</summary>
    private static OperationAnswer? Answer(ReadOnlyMemory<byte> part)
    {
        var rest = part;
        ReadHeaders(ref rest, firstLine: false, out _);
        var headers = ReadHeaders(ref rest, firstLine: true, out var statusLine);
        var words = statusLine.Split(' ', 3);
        return words.Length >= 2 && words[0].StartsWith("HTTP/", StringComparison.Ordinal)
            && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? new OperationAnswer(status, headers, Trim(rest))
            : null;
    }

    private static Dictionary<string, string> ReadHeaders(ref ReadOnlyMemory<byte> rest, bool firstLine, out string first)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        first = string.Empty;
        var line = ReadLine(ref rest);
        while (line is { Length: 0 } && !rest.IsEmpty && headers.Count == 0 && first.Length == 0)
        {
            line = ReadLine(ref rest); // the line break that ends the delimiter
        }

        for (; line is { Length: > 0 }; line = ReadLine(ref rest))
        {
            if (firstLine && first.Length == 0)
            {
                first = line;
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
            }
        }

        return headers;
    }

    private static string? ReadLine(ref ReadOnlyMemory<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return null;
        }

        var end = rest.Span.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return Encoding.UTF8.GetString(line.Span).TrimEnd('\r');
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> body)
    {
        while (!body.IsEmpty && body.Span[^1] is (byte)'\r' or (byte)'\n')
        {
            body = body[..^1];
        }

        return body;
    }
}
