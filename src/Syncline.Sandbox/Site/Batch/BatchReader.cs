using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.Site.Batch;

/// <summary>Takes <c>multipart/mixed</c> and <c>application/http</c> apart (RFC 2046 section 5.1, OData 4.0 part 1 section 11.7).</summary>
internal static class BatchReader
{
    /// <summary>The boundary of a content type, or null.</summary>
    public static string? BoundaryOf(string? contentType)
    {
        const string Name = "boundary=";
        if (contentType is null || !contentType.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var parameter in contentType.Split(';', StringSplitOptions.TrimEntries))
        {
            if (parameter.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
            {
                return parameter[Name.Length..].Trim('"');
            }
        }

        return null;
    }

    /// <summary>The parts between the boundaries.</summary>
    public static IReadOnlyList<BatchPart> Parts(string text, string boundary)
    {
        var delimiter = "--" + boundary;
        var parts = new List<BatchPart>();
        var start = -1;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var next = end < 0 ? text.Length : end + 1;
            var line = text.AsSpan(at, next - at).TrimEnd();
            if (line.SequenceEqual(delimiter) || (line.StartsWith(delimiter) && line[delimiter.Length..].SequenceEqual("--")))
            {
                if (start >= 0)
                {
                    parts.Add(Part(text[start..at]));
                }

                start = line.Length == delimiter.Length ? next : -1;
                if (start < 0)
                {
                    return parts;
                }
            }

            at = next;
        }

        throw new SiteException(400, "0x80048d19", "Error identified in Payload provided by the user for Entity :'', InnerException : Microsoft.OData.ODataException: The batch ended without its last boundary.");
    }

    /// <summary>Header lines up to the first empty line, and what follows it.</summary>
    public static (Dictionary<string, string> Headers, string Body) Headers(string text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = 0;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var line = text[at..(end < 0 ? text.Length : end)].TrimEnd('\r');
            at = end < 0 ? text.Length : end + 1;
            if (line.Length == 0)
            {
                break;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return (headers, text[at..]);
    }

    private static BatchPart Part(string text)
    {
        var (headers, rest) = Headers(text);
        var firstLine = text.IndexOf('\n', StringComparison.Ordinal);
        var bare = firstLine > 0 && text[firstLine - 1] != '\r' && !text.EndsWith("\n\n\n", StringComparison.Ordinal);
        return new BatchPart(headers, rest, bare);
    }
}
