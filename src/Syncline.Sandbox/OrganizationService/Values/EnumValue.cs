namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A member of an enumeration on the wire; several members are separated by spaces.</summary>
internal sealed record EnumValue(string Text);
