using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Definitions;

namespace Syncline.Sandbox.OrganizationService.Definitions;

/// <summary>Definitions: an array in RetrieveAllEntities and RetrieveAllOptionSets, a collection in RetrieveMetadataChanges.</summary>
/// <param name="type">Local name and namespace of the list's type.</param>
/// <param name="itemSpace">The namespace of its items' elements.</param>
/// <param name="nodes">The definitions.</param>
/// <param name="shows">Which members to show.</param>
internal sealed class MetadataList((string Name, string Namespace) type, string itemSpace, IReadOnlyList<DefinitionNode> nodes, Func<DefinitionNode, string, bool> shows) : IXmlValue
{
    public (string Name, string Namespace) Type => type;

    public void WriteContent(ContractWriter writer)
    {
        writer.Declare(Xmlns.Metadata);
        foreach (var node in nodes)
        {
            writer.Start(node.Declared, itemSpace);
            if (node.Type != node.Declared)
            {
                writer.Type(node.Type, MetadataMembers.NamespaceOf(node.Type));
            }

            new MetadataValue(node, shows).WriteContent(writer);
            writer.End();
        }
    }
}
