namespace Syncline.OAuth.Loopback;

/// <summary>A request as far as the redirect listener needs it. Header names compare without case.</summary>
internal sealed record LoopbackRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Only the method and path: the query holds the code.</summary>
    public override string ToString() => $"{Method} {Path}";
}
