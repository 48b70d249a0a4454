namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>Where a batch of N:N pairs holds the two ids, and how they are addressed.</summary>
/// <param name="FirstIndex">Index of the column with the id of the first row.</param>
/// <param name="FirstSet">Entity set name of its table.</param>
/// <param name="NavigationPropertyName">Its collection that holds the second row.</param>
/// <param name="SecondIndex">Index of the column with the id of the second row.</param>
/// <param name="SecondSet">Entity set name of its table.</param>
internal sealed record AssociationPair(int FirstIndex, string FirstSet, string NavigationPropertyName, int SecondIndex, string SecondSet);
