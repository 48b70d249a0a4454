namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A message to the service.</summary>
/// <param name="Name"><c>RequestName</c>.</param>
/// <param name="Parameters">Its parameters by name.</param>
internal sealed record OrganizationRequest(string Name, IReadOnlyDictionary<string, object?> Parameters);
