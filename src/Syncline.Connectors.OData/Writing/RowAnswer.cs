using System.Net;
using Syncline.Core.Errors;

namespace Syncline.Connectors.OData.Writing;

/// <summary>What the service answered for one row.</summary>
/// <param name="Status">Status.</param>
/// <param name="Code">The service's code; null for none.</param>
/// <param name="Text">The service's text; null for none.</param>
/// <param name="RetryAfter">Wait that it asks for; null for none.</param>
internal sealed record RowAnswer(HttpStatusCode Status, string? Code = null, string? Text = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Trouble on the way, which leaves no answer; null for none. Said per row, as others that are sent beside it may be written.</summary>
    public ErrorDetail? Trouble { get; init; }

    /// <summary>Whether the row was written.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
