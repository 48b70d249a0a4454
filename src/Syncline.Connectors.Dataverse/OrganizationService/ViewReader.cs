using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Reading;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Lists views: those of the organisation (<c>savedquery</c>) and the user's own (<c>userquery</c>).</summary>
internal sealed class ViewReader(OrganizationServiceClient client)
{
    private readonly SmallRows rows = new(client);

    /// <param name="table">Views of this table; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<IReadOnlyList<ViewDescription>> ListAsync(string? table, CancellationToken cancellationToken)
    {
        var views = new List<ViewDescription>();
        foreach (var (viewTable, isPersonal) in (IEnumerable<(string, bool)>)[("savedquery", false), ("userquery", true)])
        {
            var id = viewTable + "id";
            var entity = new XElement(
                "entity", new XAttribute("name", viewTable),
                new[] { id, "name", "returnedtypecode", "fetchxml" }.Select(column => new XElement("attribute", new XAttribute("name", column))),
                table is null ? null : new XElement(
                    "filter", new XElement("condition", new XAttribute("attribute", "returnedtypecode"), new XAttribute("operator", "eq"), new XAttribute("value", table))),
                new XElement("order", new XAttribute("attribute", id)));
            views.AddRange((await rows.ReadAsync(entity, "the views", cancellationToken)).Select(row => View(row, id, isPersonal)).OfType<ViewDescription>());
        }

        return views;
    }

    /// <summary>Some views have no query: those of charts and of tables that are shown by code.</summary>
    private static ViewDescription? View(IReadOnlyDictionary<string, string> row, string id, bool isPersonal) =>
        Guid.TryParse(row.GetValueOrDefault(id), out var key) && row.GetValueOrDefault("name") is { } name
        && row.GetValueOrDefault("returnedtypecode") is { } table && row.GetValueOrDefault("fetchxml") is { Length: > 0 } fetchXml
            ? new ViewDescription(key, name, table, isPersonal, fetchXml) : null;
}
