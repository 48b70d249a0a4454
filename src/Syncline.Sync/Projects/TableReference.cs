namespace Syncline.Sync.Projects;

/// <summary>A table of a saved connection.</summary>
/// <param name="Connection">Name in the connection library.</param>
/// <param name="Table">Table name.</param>
public sealed record TableReference(string Connection, string Table);
