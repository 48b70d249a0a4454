namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>How a lookup's value is written.</summary>
/// <param name="NavigationPropertyName">Navigation property to bind.</param>
/// <param name="Target">Table pointed to; null when the value is cleared.</param>
/// <param name="EntitySetName">That table's name in URLs; null when the value is cleared.</param>
/// <param name="Id">Row pointed to.</param>
internal readonly record struct LookupBinding(string NavigationPropertyName, string? Target, string? EntitySetName, Guid Id);
