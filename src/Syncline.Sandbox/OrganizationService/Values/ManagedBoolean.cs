namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A managed property on the wire: <c>BooleanManagedProperty</c>. Columns of rows have its value alone.</summary>
internal sealed record ManagedBoolean(bool Value);
