namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>An N:N relationship, whose pairs of ids stand in a table of their own.</summary>
/// <param name="SchemaName">Its name.</param>
/// <param name="First">One side.</param>
/// <param name="Second">The other.</param>
internal sealed record ManyToManyRelationship(string SchemaName, AssociationSide First, AssociationSide Second);
