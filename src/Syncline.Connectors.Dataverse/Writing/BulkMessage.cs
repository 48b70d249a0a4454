namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>A message that writes many rows of a table in one transaction.</summary>
internal enum BulkMessage
{
    CreateMultiple,
    UpdateMultiple,
    UpsertMultiple,
}
