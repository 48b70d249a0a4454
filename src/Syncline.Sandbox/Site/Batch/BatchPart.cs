namespace Syncline.Sandbox.Site.Batch;

/// <summary>One part of a <c>multipart/mixed</c> body.</summary>
/// <param name="Headers">Its MIME headers.</param>
/// <param name="Text">What follows them, up to the line break before the next boundary.</param>
/// <param name="HasBareLineFeeds">True when its lines end in LF alone, which the server's reader does not take (PROTOCOL 5.6).</param>
internal sealed record BatchPart(IReadOnlyDictionary<string, string> Headers, string Text, bool HasBareLineFeeds)
{
    public string ContentType => Headers.GetValueOrDefault("Content-Type") ?? "";

    public bool IsChangeSet => ContentType.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase);
}
