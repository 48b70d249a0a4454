using System.Text.Json.Nodes;

namespace Syncline.Connectors.OData.Writing;

/// <summary>One request that writes one row.</summary>
/// <param name="Row">The row's number in the batch.</param>
/// <param name="Method">Method.</param>
/// <param name="Address">Address, relative to the service's root.</param>
/// <param name="IfMatch">The version demanded, or <c>*</c> for any; null for no demand.</param>
/// <param name="Body">The row; null when there is none.</param>
internal sealed record RowOrder(int Row, HttpMethod Method, string Address, string? IfMatch, JsonObject? Body);
