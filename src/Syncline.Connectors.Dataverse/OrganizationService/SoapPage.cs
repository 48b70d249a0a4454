using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>A page that was read.</summary>
/// <param name="Batch">Its rows; null when it has none. The receiver owns it.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="HasMore">Whether more rows follow; null when the page does not tell.</param>
/// <param name="Cookie">Where the next page begins; null when the page does not tell.</param>
internal sealed record SoapPage(RowBatch? Batch, int Rows, bool? HasMore, string? Cookie)
{
    /// <summary>Ids of rows that were deleted, in a page of changes.</summary>
    public IReadOnlyList<Guid> Deleted { get; init; } = [];

    /// <summary>Where later changes are read from; null in a page that is not about changes.</summary>
    public string? DataToken { get; init; }
}
