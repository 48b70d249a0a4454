using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>Definitions deleted since a stamp: none, for the sandbox deletes no tables, columns or relationships.</summary>
internal sealed class DeletedMetadata : IXmlValue
{
    public (string Name, string Namespace) Type => ("DeletedMetadataCollection", Xmlns.MetadataQuery);

    public void WriteContent(ContractWriter writer)
    {
    }
}
