using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A value of an answer that writes itself: metadata, changes, details of an organization.</summary>
internal interface IXmlValue
{
    /// <summary>Its type's local name and namespace, for <c>i:type</c>.</summary>
    (string Name, string Namespace) Type { get; }

    /// <summary>Writes what stands within the value's element.</summary>
    void WriteContent(ContractWriter writer);
}
