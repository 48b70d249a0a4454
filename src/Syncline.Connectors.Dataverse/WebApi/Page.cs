using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>A page that was read.</summary>
/// <param name="Batch">Its rows; null when it has none. The receiver owns it.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="NextLink">Address of the next page; null on the last.</param>
internal sealed record Page(RowBatch? Batch, int Rows, string? NextLink);
