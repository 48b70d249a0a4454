namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>An amount on the wire: <c>Money</c>.</summary>
internal sealed record MoneyValue(decimal Value);
