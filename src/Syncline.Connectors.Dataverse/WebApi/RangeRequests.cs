using System.Globalization;
using System.Text.Json;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Counts rows by when they were made. A count of more than 50,000 rows is refused
/// (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data).
/// </summary>
internal sealed class RangeRequests(WebApiClient client) : IRangeCounter
{
    public async ValueTask<(DateTime First, DateTime Last)?> FindSpanAsync(RowQuery query, CancellationToken cancellationToken)
    {
        var first = await FindEndAsync(query, "asc", cancellationToken);
        return first is null ? null : (first.Value, await FindEndAsync(query, "desc", cancellationToken) ?? first.Value);
    }

    public async ValueTask<long?> CountAsync(RowQuery query, CreatedRange range, CancellationToken cancellationToken)
    {
        var filter = PageQuery.FilterOf(query with { Created = range });
        try
        {
            using var document = await client.GetDocumentAsync(
                $"{query.Table.EntitySetName}?$apply={Uri.EscapeDataString($"filter({filter})/aggregate($count as rows)")}", Subject(query), cancellationToken);

            // Over no rows at all an aggregation has no line.
            return MetadataJson.Members(document.RootElement, "value").FirstOrDefault() is { ValueKind: JsonValueKind.Object } line
                && line.TryGetProperty("rows", out var rows) && rows.TryGetInt64(out var count) ? count : 0;
        }
        catch (ReadException exception) when (FaultReader.Parse(exception.Error.ServerCode) == ServerErrorCodes.AggregateQueryRecordLimitExceeded)
        {
            return null;
        }
    }

    private async ValueTask<DateTime?> FindEndAsync(RowQuery query, string direction, CancellationToken cancellationToken)
    {
        var known = $"{CreatedRange.ColumnName} ne null";
        var filter = query.ODataFilter is { } given ? $"({given}) and {known}" : known;
        using var document = await client.GetDocumentAsync(
            $"{query.Table.EntitySetName}?$select={CreatedRange.ColumnName}&$filter={Uri.EscapeDataString(filter)}&$orderby={CreatedRange.ColumnName}%20{direction}&$top=1",
            Subject(query), cancellationToken);
        return MetadataJson.Members(document.RootElement, "value").FirstOrDefault() is { ValueKind: JsonValueKind.Object } row
            && row.TryGetProperty(CreatedRange.ColumnName, out var moment) && moment.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(moment.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) ? created.UtcDateTime : null;
    }

    private static string Subject(RowQuery query) => $"table \"{query.Table.LogicalName}\"";
}
