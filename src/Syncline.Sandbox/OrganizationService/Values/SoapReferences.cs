namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>Several rows named on the wire: <c>EntityReferenceCollection</c>.</summary>
internal sealed record SoapReferences(IReadOnlyList<SoapReference> Items);
