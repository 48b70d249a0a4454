using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Dataverse.Reading;

/// <summary>A checked read request.</summary>
internal sealed record RowQuery
{
    public required TableDefinition Table { get; init; }

    /// <summary>Columns in the order wanted.</summary>
    public required IReadOnlyList<QueryColumn> Columns { get; init; }

    /// <summary>OData filter; null reads every row.</summary>
    public string? ODataFilter { get; init; }

    /// <summary>FetchXML that chooses rows; null for none. Never together with <see cref="ODataFilter"/>.</summary>
    public FetchXml? Fetch { get; init; }

    /// <summary>Only the rows with these keys, of those that the filter lets through; null for no such condition.</summary>
    public RowKeys? Keys { get; init; }

    /// <summary>Only rows made within this range; null for all. Never together with <see cref="Fetch"/>.</summary>
    public CreatedRange? Created { get; init; }

    public int? MaxRows { get; init; }

    /// <summary>Rows per page, 1 to 5000.</summary>
    public int PageSize { get; init; } = MaxPageSize;

    /// <summary>Largest page of a standard table.</summary>
    public const int MaxPageSize = 5000;

    /// <summary>Checks a request against the table's columns.</summary>
    /// <exception cref="Core.Errors.SchemaException">A column is not there, is not readable or named twice, can't find a row, or the filter's language is not known.</exception>
    public static RowQuery From(ReadRequest request, TableDefinition table)
    {
        if (request.Filter is { Language: not (ODataLanguage or FetchXmlLanguage) } filter)
        {
            throw Errors.SchemaErrors.FilterLanguage(filter.Language);
        }

        var text = string.IsNullOrWhiteSpace(request.Filter?.Text) ? null : request.Filter.Text.Trim();
        return new RowQuery
        {
            Table = table,
            Columns = request.Columns is { } names
                ? QueryColumn.Resolve(table, names)
                : [.. table.Schema.Columns.Where(column => column is { CanRead: true, IsOnRequest: false }).Select(column => new QueryColumn(column, table.Find(column.Name)))],
            ODataFilter = request.Filter?.Language == ODataLanguage ? text : null,
            Fetch = request.Filter?.Language == FetchXmlLanguage && text is not null ? FetchXml.Parse(text, table) : null,
            Keys = request.Keys is { } keys ? RowKeys.Resolve(table, keys) : null,
            MaxRows = request.MaxRows,
            PageSize = Math.Clamp(request.BatchSize ?? MaxPageSize, 1, MaxPageSize),
        };
    }

    /// <summary>Name of the filter language OData.</summary>
    public const string ODataLanguage = "odata";

    /// <summary>Name of the filter language FetchXML.</summary>
    public const string FetchXmlLanguage = "fetchxml";

    /// <summary>Name of the filter that is a saved or personal view, by name or id; it becomes FetchXML.</summary>
    public const string ViewLanguage = "view";
}
