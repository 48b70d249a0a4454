using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>An answer.</summary>
internal sealed record SiteReply(int Status, string? Body = null, string ContentType = "application/json; odata.metadata=minimal")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Cut the connection after so many bytes of the body; 0 cuts it before the answer.</summary>
    public int? CutAfter { get; init; }

    public static SiteReply NoContent { get; } = new(204);

    public static SiteReply Json(string json, int status = 200) => new(status, json);

    public static SiteReply Fault(int status, string code, string message) =>
        new(status, $$$"""{"error":{"code":{{{JsonSerializer.Serialize(code)}}},"message":{{{JsonSerializer.Serialize(message)}}}}}""");

    public SiteReply With(string header, string value) => this with { Headers = [.. Headers, (header, value)] };

    public async Task SendAsync(HttpContext context)
    {
        if (CutAfter == 0)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = Status;
        response.Headers["OData-Version"] = "4.0";
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Body is null)
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(Body);
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;

        // Of an answer that ends short of its length the server sends what there is and closes. (An abort would reset the connection, and what
        // is under way would be lost with it.)
        await response.Body.WriteAsync(bytes.AsMemory(0, CutAfter ?? bytes.Length));
    }
}
