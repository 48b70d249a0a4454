namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>One side of an N:N relationship.</summary>
/// <param name="Table">Logical name of the table related.</param>
/// <param name="Attribute">Column of the intersect table that holds its row's id.</param>
/// <param name="NavigationPropertyName">Collection on a row of this table that holds rows of the other.</param>
internal sealed record AssociationSide(string Table, string Attribute, string NavigationPropertyName);
