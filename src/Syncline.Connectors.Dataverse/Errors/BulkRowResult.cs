namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>What became of one row of a bulk message that was carried out in part.</summary>
/// <param name="Index">Its index among the message's targets.</param>
/// <param name="Id">The row's id; null when not told.</param>
/// <param name="Status">HTTP status that the row would have had alone.</param>
internal sealed record BulkRowResult(int Index, string? Id, int Status);
