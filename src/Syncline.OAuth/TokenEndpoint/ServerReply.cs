using System.Net;
using System.Text.Json;

namespace Syncline.OAuth.TokenEndpoint;

/// <summary>A whole, bounded HTTP answer of an endpoint of the authorization server. Its body can hold tokens.</summary>
internal sealed class ServerReply(HttpStatusCode status, string? mediaType, byte[] body, TimeSpan? retryAfter, string? requestId)
{
    public HttpStatusCode Status => status;
    public string? MediaType => mediaType;
    public bool IsEmpty => body.AsSpan().Trim(" \t\r\n"u8).IsEmpty;
    public TimeSpan? RetryAfter => retryAfter;
    public string? RequestId => requestId;

    /// <summary>The body as a JSON object; null when it is none, whatever its content type says.</summary>
    public JsonElement? Object()
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
