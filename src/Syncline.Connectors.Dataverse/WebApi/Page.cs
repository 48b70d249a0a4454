using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>A page that was read.</summary>
/// <param name="Batch">Its rows; null when it has none. The receiver owns it.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="NextLink">Address of the next page; null on the last.</param>
internal sealed record Page(RowBatch? Batch, int Rows, string? NextLink)
{
    /// <summary>Ids of rows that were deleted, in a page of changes.</summary>
    public IReadOnlyList<Guid> Deleted { get; init; } = [];

    /// <summary>Where later changes are read, on the last page of a tracked read.</summary>
    public string? DeltaLink { get; init; }

    /// <summary>Where the next page of a FetchXML query begins, as the server tells it; null on the last.</summary>
    public string? FetchCookie { get; init; }

    /// <summary>Whether a FetchXML query has more rows; null when the page does not tell.</summary>
    public bool? HasMoreRecords { get; init; }
}
