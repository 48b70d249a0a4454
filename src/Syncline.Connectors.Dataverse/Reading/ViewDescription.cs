namespace Syncline.Connectors.Dataverse.Reading;

/// <summary>A view: a query that somebody saved under a name.</summary>
/// <param name="Id">Id of its row.</param>
/// <param name="Name">Name, not unique.</param>
/// <param name="Table">Table whose rows it shows.</param>
/// <param name="IsPersonal">One of the signed-in user's own, or shared with them.</param>
/// <param name="FetchXml">The query.</param>
internal sealed record ViewDescription(Guid Id, string Name, string Table, bool IsPersonal, string FetchXml);
