namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>One way that a lookup can point: its attribute, the table pointed to, and the navigation property (case-sensitive) that binds it.</summary>
internal sealed record LookupRelationship(string Attribute, string Target, string NavigationPropertyName);
