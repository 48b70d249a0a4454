using System.Globalization;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Counts rows by when they were made. A count of more than 50,000 rows is refused
/// (https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/aggregate-data).
/// </summary>
internal sealed class RangeRequests(OrganizationServiceClient client) : IRangeCounter
{
    private readonly SmallRows rows = new(client);

    public async ValueTask<(DateTime First, DateTime Last)?> FindSpanAsync(RowQuery query, CancellationToken cancellationToken)
    {
        var first = await FindEndAsync(query, "min", cancellationToken);
        return first is null ? null : (first.Value, await FindEndAsync(query, "max", cancellationToken) ?? first.Value);
    }

    public async ValueTask<long?> CountAsync(RowQuery query, CreatedRange range, CancellationToken cancellationToken)
    {
        try
        {
            var counted = new XElement(
                "attribute", new XAttribute("name", query.Table.PrimaryId), new XAttribute("alias", "rows"), new XAttribute("aggregate", "count"));
            var line = await AskAsync(query, FilterOf(query, range), counted, isAggregate: true, cancellationToken);
            return long.TryParse(line?.GetValueOrDefault("rows"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        }
        catch (ReadException exception) when (exception.Error.ServerCode == FormattableString.Invariant($"0x{ServerErrorCodes.AggregateQueryRecordLimitExceeded:x8}"))
        {
            return null;
        }
    }

    /// <summary>The query's own filter and a range of time, as FetchXML; none for neither.</summary>
    public static IReadOnlyList<XElement> FilterOf(RowQuery query, CreatedRange? range)
    {
        var filters = new List<XElement>(query.ODataFilter is { } filter ? ODataFilter.ToFetchXml(filter).Parts : query.Fetch?.Parts ?? []);
        switch (range)
        {
            case { From: null, Before: { } first }:
                filters.Add(new XElement("filter", new XAttribute("type", "or"), Created("lt", first), Created("null", null)));
                break;
            case { } given:
                if (given.From is { } from)
                {
                    filters.Add(new XElement("filter", Created("ge", from)));
                }

                if (given.Before is { } before)
                {
                    filters.Add(new XElement("filter", Created("lt", before)));
                }

                break;
        }

        return filters;
    }

    private async ValueTask<DateTime?> FindEndAsync(RowQuery query, string end, CancellationToken cancellationToken)
    {
        // The first row in that order: an aggregate would be refused over large tables.
        var created = new XElement("attribute", new XAttribute("name", CreatedRange.ColumnName));
        var order = new XElement("order", new XAttribute("attribute", CreatedRange.ColumnName), end == "max" ? new XAttribute("descending", "true") : null);
        var row = await AskAsync(query, [.. FilterOf(query, null), new XElement("filter", Created("not-null", null)), order], created, isAggregate: false, cancellationToken);
        return DateTimeOffset.TryParse(row?.GetValueOrDefault(CreatedRange.ColumnName), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.UtcDateTime : null;
    }

    private ValueTask<IReadOnlyDictionary<string, string>?> AskAsync(
        RowQuery query, IReadOnlyList<XElement> filters, XElement attribute, bool isAggregate, CancellationToken cancellationToken) => rows.FirstAsync(
        new XElement("entity", new XAttribute("name", query.Table.LogicalName), attribute, filters), isAggregate, $"table \"{query.Table.LogicalName}\"", cancellationToken);

    private static XElement Created(string fetchOperator, DateTime? moment) => new(
        "condition", new XAttribute("attribute", CreatedRange.ColumnName), new XAttribute("operator", fetchOperator),
        moment is { } value ? new XAttribute("value", WireText.Moment(value)) : null);
}
