namespace Syncline.Connectors.Dataverse.LookupKeys;

/// <summary>The alternate key by which a column finds the row that a lookup points to.</summary>
/// <param name="Target">Table pointed to.</param>
/// <param name="Attribute">Its column, alone an alternate key.</param>
internal sealed record LookupKey(string Target, string Attribute);
