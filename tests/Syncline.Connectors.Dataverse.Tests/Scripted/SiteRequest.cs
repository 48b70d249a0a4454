using System.Text.Json;

namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>A request as it arrived; the path is below the Web API's base, unescaped, with its query.</summary>
internal sealed record SiteRequest(string Method, string Path, string RawPath, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Targets of a bulk message.</summary>
    public IReadOnlyList<JsonElement> Targets => [.. Json.GetProperty(nameof(Targets)).EnumerateArray()];
}
