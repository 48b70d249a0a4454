using System.Text.Json;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Lists views: those of the organisation (<c>savedquery</c>) and the user's own (<c>userquery</c>).</summary>
internal sealed class ViewReader(WebApiClient client)
{
    /// <param name="table">Views of this table; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<IReadOnlyList<ViewDescription>> ListAsync(string? table, CancellationToken cancellationToken)
    {
        var views = new List<ViewDescription>();
        foreach (var (set, id, isPersonal) in (IEnumerable<(string, string, bool)>)[("savedqueries", "savedqueryid", false), ("userqueries", "userqueryid", true)])
        {
            var filter = table is null ? "" : "&$filter=" + Uri.EscapeDataString($"returnedtypecode eq {ODataLiteral.Of(table)}");
            for (var path = $"{set}?$select={id},name,returnedtypecode,fetchxml{filter}"; path is not null;)
            {
                using var document = await client.GetDocumentAsync(path, "the views", cancellationToken);
                views.AddRange(MetadataJson.Members(document.RootElement, "value").Select(view => View(view, id, isPersonal)).OfType<ViewDescription>());
                path = NextOf(document.RootElement);
            }
        }

        return views;
    }

    private string? NextOf(JsonElement page) => MetadataJson.Text(page, Annotations.NextLink) is not { } link ? null
        : Uri.TryCreate(client.Addresses.WebApi, link, out var next) && client.Addresses.Owns(next) ? next.PathAndQuery
        : throw ReadErrors.PageElsewhere("savedquery", next?.Host ?? "an address that is none");

    /// <summary>Some views have no query: those of charts and of tables that are shown by code.</summary>
    private static ViewDescription? View(JsonElement view, string id, bool isPersonal) =>
        view.TryGetProperty(id, out var key) && key.TryGetGuid(out var guid) && MetadataJson.Text(view, "name") is { } name
        && MetadataJson.Text(view, "returnedtypecode") is { } table && MetadataJson.Text(view, "fetchxml") is { Length: > 0 } fetchXml
            ? new ViewDescription(guid, name, table, isPersonal, fetchXml) : null;
}
