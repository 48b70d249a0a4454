using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A page of a table's changes: <c>BusinessEntityChanges</c>. Its form is that which public clients read; no answer was recorded.</summary>
/// <param name="Changes">Changed rows as entities, deleted ones as references.</param>
/// <param name="MoreRecords">True when there are changes behind them.</param>
/// <param name="PagingCookie">Where the page ends, for the next request.</param>
/// <param name="DataToken">The token from which the next changes count.</param>
internal sealed record EntityChanges(IReadOnlyList<object> Changes, bool MoreRecords, string? PagingCookie, string DataToken) : IXmlValue
{
    public (string Name, string Namespace) Type => ("BusinessEntityChanges", Xmlns.Contracts71);

    public void WriteContent(ContractWriter writer)
    {
        const string Space = Xmlns.Contracts71;
        writer.Start("Changes", Space);
        foreach (var change in Changes)
        {
            writer.Start("anyType", Space);
            if (change is SoapEntity entity)
            {
                writer.Type("NewOrUpdatedItem", Space);
                writer.Start("NewOrUpdatedEntity", Space);
                writer.Content(entity);
                writer.End();
                writer.Text("Type", Space, "NewOrUpdated");
            }
            else
            {
                writer.Type("RemovedOrDeletedItem", Space);
                writer.Start("RemovedItem", Space);
                writer.Content((SoapReference)change);
                writer.End();
                writer.Text("Type", Space, "RemoveOrDeleted");
            }

            writer.End();
        }

        writer.End();
        writer.Text("DataToken", Space, DataToken);
        writer.Text("GlobalMetadataVersion", Space, Site.SiteFacts.MetadataVersion);
        writer.Flag("MoreRecords", Space, MoreRecords);
        writer.Text("PagingCookie", Space, PagingCookie);
    }
}
