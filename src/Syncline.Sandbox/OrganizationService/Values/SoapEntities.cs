using Syncline.Sandbox.OrganizationService.Rows;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>Rows on the wire: <c>EntityCollection</c>, a page of an answer or a party list.</summary>
/// <param name="EntityName">Their table.</param>
/// <param name="Entities">The rows; made while they are written, so that a page is never held twice.</param>
internal sealed record SoapEntities(string? EntityName, IEnumerable<SoapEntity> Entities)
{
    /// <summary>The same rows, for an answer that is a page and nothing else; null where there is no faster way than by <see cref="Entities"/>.</summary>
    public EntityPage? Page { get; init; }

    public bool MoreRecords { get; init; }

    public string? PagingCookie { get; init; }

    /// <summary>-1 unless asked for.</summary>
    public int TotalRecordCount { get; init; } = -1;

    public bool TotalRecordCountLimitExceeded { get; init; }
}
