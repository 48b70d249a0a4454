using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Model;

/// <summary>The service document: every entity set.</summary>
internal sealed class ServiceDocument(Catalog catalog)
{
    public SiteAnswer Answer(SiteRequest request) => SiteAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", request.ServiceRoot + "$metadata");
        json.WriteStartArray("value");
        foreach (var table in catalog.Tables.OrderBy(table => table.SetName, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", table.SetName);
            json.WriteString("kind", "EntitySet");
            json.WriteString("url", table.SetName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
