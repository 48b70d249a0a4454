namespace Syncline.Sandbox.Site.Http;

/// <summary>A segment of a resource path, e.g. <c>accounts(accountnumber='A-1001')</c>.</summary>
/// <param name="Name">Before the parenthesis, decoded.</param>
/// <param name="Key">Between the parentheses, decoded; null when there are none.</param>
internal sealed record PathSegment(string Name, string? Key)
{
    public override string ToString() => Key is null ? Name : $"{Name}({Key})";

    /// <summary>Splits a raw path. Slashes within quotes belong to a key value.</summary>
    public static IReadOnlyList<PathSegment> Parse(string rawPath)
    {
        var segments = new List<PathSegment>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= rawPath.Length; i++)
        {
            if (i < rawPath.Length && rawPath[i] == '\'')
            {
                quoted = !quoted;
            }

            if (i < rawPath.Length && (rawPath[i] != '/' || quoted))
            {
                continue;
            }

            if (i > start)
            {
                segments.Add(One(Uri.UnescapeDataString(rawPath[start..i])));
            }

            start = i + 1;
        }

        return segments;
    }

    private static PathSegment One(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return new PathSegment(text, null);
        }

        return text[^1] == ')'
            ? new PathSegment(text[..open], text[(open + 1)..^1])
            : throw SiteErrors.BadPath($"Bad Request - Error in query syntax near '{text}'.");
    }
}
