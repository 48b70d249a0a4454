using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Dataverse.Reading;

/// <summary>Finds views by name or id.</summary>
internal sealed class Views(IDataverseTransport transport)
{
    /// <summary>The filter that a view is.</summary>
    /// <exception cref="Core.Errors.SchemaException">The table has no such view, or several of that name.</exception>
    public async ValueTask<NativeFilter> FindAsync(string table, string nameOrId, CancellationToken cancellationToken)
    {
        var views = await transport.ListViewsAsync(table, cancellationToken);
        var found = views.Where(view => Guid.TryParse(nameOrId, out var id)
            ? view.Id == id
            : string.Equals(view.Name, nameOrId.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        return found switch
        {
            [var view] => new NativeFilter(RowQuery.FetchXmlLanguage, view.FetchXml),
            [] => throw SchemaErrors.ViewNotFound(table, nameOrId, NearestName.Find(nameOrId, views.Select(view => view.Name))),
            _ => throw SchemaErrors.ViewAmbiguous(table, nameOrId, found),
        };
    }
}
