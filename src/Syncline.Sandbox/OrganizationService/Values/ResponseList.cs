using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>Responses within a response: those of ExecuteTransaction, or of the rows of UpsertMultiple. No answer was recorded.</summary>
/// <param name="ListType">Local name and namespace of the list's type.</param>
/// <param name="Item">Local name of an item, in the namespace of the list.</param>
/// <param name="Responses">The responses, in the order of the requests.</param>
internal sealed record ResponseList((string Name, string Namespace) ListType, string Item, IReadOnlyList<OrganizationResponse> Responses) : IXmlValue
{
    public (string Name, string Namespace) Type => ListType;

    public void WriteContent(ContractWriter writer)
    {
        foreach (var response in Responses)
        {
            writer.Start(Item, ListType.Namespace);
            writer.Content(response);
            writer.End();
        }
    }
}
