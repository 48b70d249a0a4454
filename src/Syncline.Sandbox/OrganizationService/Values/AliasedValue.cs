namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>A value of a linked table, of an attribute with an alias, or of an aggregate: <c>AliasedValue</c>.</summary>
/// <param name="EntityLogicalName">The table of the column.</param>
/// <param name="AttributeLogicalName">The column.</param>
/// <param name="Value">The value, in the form that the column has.</param>
internal sealed record AliasedValue(string EntityLogicalName, string AttributeLogicalName, object? Value);
