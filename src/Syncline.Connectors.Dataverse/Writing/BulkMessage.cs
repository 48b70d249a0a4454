namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>A message that writes many rows of a table at once; on a standard table in one transaction.</summary>
internal enum BulkMessage
{
    CreateMultiple,
    UpdateMultiple,
    UpsertMultiple,

    /// <summary>On elastic tables only.</summary>
    DeleteMultiple,
}
