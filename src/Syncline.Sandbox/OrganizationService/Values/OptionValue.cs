namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A choice on the wire: <c>OptionSetValue</c>.</summary>
internal sealed record OptionValue(int Value);
