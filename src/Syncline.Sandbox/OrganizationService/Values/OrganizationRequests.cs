namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>Messages within a message: <c>OrganizationRequestCollection</c>.</summary>
internal sealed record OrganizationRequests(IReadOnlyList<OrganizationRequest> Items);
