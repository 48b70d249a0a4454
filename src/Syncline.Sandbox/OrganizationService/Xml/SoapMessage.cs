using Syncline.Sandbox.OrganizationService.Values;

namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>A request as its envelope holds it.</summary>
/// <param name="Operation">The operation of the contract: Create, Retrieve, Execute, …</param>
/// <param name="Headers">Text of the SOAP headers of the service's namespace, by local name.</param>
/// <param name="Request">The message; the direct operations are messages of the same name.</param>
internal sealed record SoapMessage(string Operation, IReadOnlyDictionary<string, string> Headers, OrganizationRequest Request);
