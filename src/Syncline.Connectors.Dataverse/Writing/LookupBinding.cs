namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>How a lookup's value is written.</summary>
/// <param name="NavigationPropertyName">Navigation property to bind.</param>
/// <param name="Target">Table pointed to; null when the value is cleared.</param>
/// <param name="EntitySetName">That table's name in URLs; null when the value is cleared.</param>
/// <param name="Id">Row pointed to; of no meaning with a key.</param>
internal readonly record struct LookupBinding(string NavigationPropertyName, string? Target, string? EntitySetName, Guid Id)
{
    /// <summary>The alternate key of the row pointed to, column and value; null when it is named by its id.</summary>
    public (string Attribute, object Value)? Key { get; init; }
}
