namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>One way that a lookup can point.</summary>
/// <param name="Attribute">Its attribute.</param>
/// <param name="Target">Table pointed to.</param>
/// <param name="NavigationPropertyName">Navigation property (case-sensitive) that binds it.</param>
/// <param name="CollectionName">Navigation property on the row pointed to that holds the rows pointing to it; null when the site does not tell.</param>
internal sealed record LookupRelationship(string Attribute, string Target, string NavigationPropertyName, string? CollectionName = null);
