namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>An alternate key.</summary>
internal sealed record AlternateKeyDescription(string LogicalName, IReadOnlyList<string> Attributes);
