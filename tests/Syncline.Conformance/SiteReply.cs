using System.Text.Json;

namespace Syncline.Conformance;

/// <summary>What the sandbox answered.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Headers">Headers of the response and of its content; several values are joined by a comma.</param>
/// <param name="Text">The body as it came; empty when there is none.</param>
public sealed record SiteReply(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Text);
}
