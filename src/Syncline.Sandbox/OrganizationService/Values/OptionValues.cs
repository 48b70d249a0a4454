namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>Choices on the wire: <c>OptionSetValueCollection</c>.</summary>
internal sealed record OptionValues(IReadOnlyList<int> Values);
