namespace Syncline.Connectors.Dataverse.Parties;

/// <summary>A party as it is written.</summary>
/// <param name="Role">Number of its role.</param>
/// <param name="Party">The party.</param>
/// <param name="NavigationPropertyName">Navigation property that binds its row; null for a mere address.</param>
/// <param name="EntitySetName">That row's table in URLs; null for a mere address.</param>
internal readonly record struct PartyBinding(int Role, Party Party, string? NavigationPropertyName, string? EntitySetName);
