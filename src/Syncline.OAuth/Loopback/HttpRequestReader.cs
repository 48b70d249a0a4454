using System.Globalization;
using System.Net;
using System.Text;

namespace Syncline.OAuth.Loopback;

/// <summary>
/// Reads one HTTP/1.x request strictly (RFC 9112) and within bounds: a redirect is all that the listener has to understand, so
/// whatever is unusual is refused instead of interpreted.
/// </summary>
internal static class HttpRequestReader
{
    /// <summary>Most bytes of request line and headers together; codes of some servers are several thousand characters long.</summary>
    public const int MaxHeadBytes = 32 * 1024;

    /// <summary>Most bytes of a form.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private const int MaxHeaders = 100;

    /// <exception cref="BadRequestException">Not a request that the listener takes.</exception>
    /// <exception cref="EndOfStreamException">The connection ended before a whole request came.</exception>
    public static async Task<LoopbackRequest> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxHeadBytes];
        var filled = 0;
        int headEnd;
        while ((headEnd = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (filled == buffer.Length)
            {
                throw new BadRequestException(HttpStatusCode.RequestHeaderFieldsTooLarge, "The request's headers are too long.");
            }

            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            filled += read > 0 ? read : throw new EndOfStreamException();
        }

        var head = buffer.AsMemory(0, headEnd);
        if (head.Span.ContainsAnyExcept(AllowedHeadBytes))
        {
            throw Malformed();
        }

        var lines = Encoding.ASCII.GetString(head.Span).Split("\r\n");
        var (method, path, query) = ReadRequestLine(lines[0]);
        var headers = ReadHeaders(lines.AsSpan(1));
        var bodyStart = headEnd + 4;
        var body = method == "POST"
            ? await ReadBodyAsync(stream, buffer.AsMemory(bodyStart, filled - bodyStart), headers, cancellationToken)
            : string.Empty;
        return new LoopbackRequest(method, path, query, headers, body);
    }

    // Tab, line ends and visible ASCII.
    private static readonly System.Buffers.SearchValues<byte> AllowedHeadBytes =
        System.Buffers.SearchValues.Create([(byte)'\t', (byte)'\r', (byte)'\n', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    private static (string Method, string Path, string Query) ReadRequestLine(string line)
    {
        if (line.Split(' ') is not [{ Length: > 0 } method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"] || line.AsSpan().IndexOfAny('\r', '\n', '\t') >= 0)
        {
            throw Malformed();
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (method, target, string.Empty) : (method, target[..question], target[(question + 1)..]);
    }

    private static Dictionary<string, string> ReadHeaders(ReadOnlySpan<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            // A name with blanks in or before it is a folded line or an attempt to smuggle; a bare CR or LF never belongs here.
            if (colon <= 0 || line.AsSpan(0, colon).IndexOfAny(' ', '\t') >= 0 || line.AsSpan().IndexOfAny('\r', '\n') >= 0)
            {
                throw Malformed();
            }

            if (headers.Count == MaxHeaders)
            {
                throw new BadRequestException(HttpStatusCode.RequestHeaderFieldsTooLarge, "The request has too many headers.");
            }

            if (!headers.TryAdd(line[..colon], line[(colon + 1)..].Trim(' ', '\t')) && IsSingle(line[..colon]))
            {
                throw Malformed();
            }
        }

        return headers;
    }

    private static bool IsSingle(string header) =>
        header.Equals("Host", StringComparison.OrdinalIgnoreCase) || header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);

    private static async Task<string> ReadBodyAsync(
        Stream stream, ReadOnlyMemory<byte> already, Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.ContainsKey("Transfer-Encoding")
            || !int.TryParse(headers.GetValueOrDefault("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            throw new BadRequestException(HttpStatusCode.LengthRequired, "A form must come with its length.");
        }

        if (length > MaxBodyBytes)
        {
            throw new BadRequestException(HttpStatusCode.RequestEntityTooLarge, "The form is too long.");
        }

        var type = headers.GetValueOrDefault("Content-Type")?.Split(';')[0].Trim();
        if (!string.Equals(type, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadRequestException(HttpStatusCode.UnsupportedMediaType, "Only a form can be posted here.");
        }

        var body = new byte[length];
        already = already[..Math.Min(length, already.Length)];
        already.CopyTo(body);
        await stream.ReadExactlyAsync(body.AsMemory(already.Length), cancellationToken);
        return Encoding.UTF8.GetString(body);
    }

    private static BadRequestException Malformed() => new(HttpStatusCode.BadRequest, "That was not a request that this page understands.");
}
