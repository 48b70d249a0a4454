namespace Syncline.Sandbox.Site.Http;

/// <summary>The part of an address behind the host, taken apart: version, path and query.</summary>
internal sealed record SiteAddress(string Version, string RawPath, IReadOnlyList<PathSegment> Path, QueryOptions Query)
{
    private const string Root = "/api/data/";
    private static readonly string[] Versions = ["v9.0", "v9.1", "v9.2"];

    /// <summary>Reads an address as sent: from <c>/api/data/</c>, with or without scheme and host.</summary>
    public static SiteAddress Parse(string target)
    {
        // The raw target, because a decoded path no longer tells a slash within a key value from one between segments.
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var root = path.IndexOf(Root, StringComparison.OrdinalIgnoreCase);
        if (root < 0)
        {
            throw SiteErrors.BadPath($"The address '{target}' does not lead to /api/data/.");
        }

        var start = root + Root.Length;
        var slash = path.IndexOf('/', start);
        var version = slash < 0 ? path[start..] : path[start..slash];
        if (!Versions.Contains(version, StringComparer.Ordinal))
        {
            throw new SiteException(404, "0x80060888", $"The Web API version '{version}' is not supported; use v9.0, v9.1 or v9.2.");
        }

        return Within(version, slash < 0 ? "" : target[(slash + 1)..]);
    }

    /// <summary>Reads an address behind the version, e.g. <c>accounts?$top=1</c>.</summary>
    public static SiteAddress Within(string version, string relative)
    {
        var question = relative.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? relative : relative[..question];
        return new SiteAddress(version, path, PathSegment.Parse(path), new QueryOptions(question < 0 ? "" : relative[question..]));
    }
}
