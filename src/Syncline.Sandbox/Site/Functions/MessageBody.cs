using System.Text.Json;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.Site.Functions;

/// <summary>Parameters of actions, and the shape of their answers.</summary>
internal static class MessageBody
{
    public static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Missing(name);

    public static long Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Missing(name);

    public static SiteException Missing(string name) => new(400, "0x80040203", $"Required field '{name}' is missing, or its value has the wrong type.") { Name = "InvalidArgument" };

    public static SiteAnswer Answer(SiteRequest request, string type, Action<Utf8JsonWriter> write) => SiteAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", $"{request.ContextRoot}Microsoft.Dynamics.CRM.{type}");
        write(json);
        json.WriteEndObject();
    });
}
