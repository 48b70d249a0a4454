using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>The address and preferences that a query becomes.</summary>
internal sealed record PageQuery(Uri First, string Prefer)
{
    /// <summary>
    /// Only the columns asked for are selected, and only the annotations that a companion column needs are included. <c>$top</c> takes the
    /// place of paging where it can: the server ignores a page size beside it.
    /// </summary>
    public static PageQuery Of(RowQuery query, SiteAddresses site)
    {
        var properties = new List<string>();
        var annotations = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var column in query.Columns)
        {
            if (column.Definition is not { } definition)
            {
                continue;
            }

            var property = PropertyOf(definition);
            if (!properties.Contains(property))
            {
                properties.Add(property);
            }

            if (AnnotationOf(definition.Companion) is { } annotation)
            {
                annotations.Add(annotation);
            }
        }

        if (properties.Count == 0)
        {
            properties.Add(query.Table.PrimaryId);
        }

        var address = $"{query.Table.EntitySetName}?$select={string.Join(',', properties)}";
        if (FilterOf(query) is { } filter)
        {
            address += "&$filter=" + Uri.EscapeDataString(filter);
        }

        var preferences = new List<string>();
        if (query.MaxRows is { } rows and <= RowQuery.MaxPageSize)
        {
            address += FormattableString.Invariant($"&$top={rows}");
        }
        else
        {
            preferences.Add(FormattableString.Invariant($"odata.maxpagesize={query.PageSize}"));
        }

        if (annotations.Count > 0)
        {
            preferences.Add($"odata.include-annotations=\"{string.Join(',', annotations)}\"");
        }

        return new PageQuery(new Uri(site.WebApi, address), string.Join(',', preferences));
    }

    /// <summary>The query's own filter and its range of time together; null for neither.</summary>
    public static string? FilterOf(RowQuery query)
    {
        string?[] parts =
        [
            query.ODataFilter is { } filter ? $"({filter})" : null,
            query.Created is not { From: null, Before: { } first } ? null : $"({CreatedRange.ColumnName} lt {ODataLiteral.Of(first)} or {CreatedRange.ColumnName} eq null)",
            query.Created is not { From: { } from } ? null : $"{CreatedRange.ColumnName} ge {ODataLiteral.Of(from)}",
            query.Created is not { From: not null, Before: { } before } ? null : $"{CreatedRange.ColumnName} lt {ODataLiteral.Of(before)}",
        ];
        return query.Created is null ? query.ODataFilter : string.Join(" and ", parts.OfType<string>());
    }

    /// <summary>
    /// A read that begins tracking, or one of what changed since a token
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems).
    /// </summary>
    /// <param name="query">A query without filter and limit.</param>
    /// <param name="since">Token as it stands in a URL; null begins.</param>
    /// <param name="site">The site.</param>
    public static PageQuery OfChanges(RowQuery query, string? since, SiteAddresses site)
    {
        var plain = Of(query, site);
        return since is null
            ? plain with { Prefer = "odata.track-changes," + plain.Prefer }
            : plain with { First = new Uri($"{plain.First.AbsoluteUri}&$deltatoken={since}") };
    }

    /// <summary>The token in the address at which later changes are read, as it stands there; null when there is none.</summary>
    public static string? DeltaTokenOf(string deltaLink)
    {
        var query = deltaLink.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? null : deltaLink[(query + 1)..].Split('&')
            .Select(part => part.Split('=', 2))
            .FirstOrDefault(part => part.Length == 2 && Uri.UnescapeDataString(part[0]) == "$deltatoken")?[1];
    }

    /// <summary>A lookup's value stands in a property of its own: <c>parentcustomerid</c> is <c>_parentcustomerid_value</c>.</summary>
    public static string PropertyOf(ColumnDefinition column) => column.IsLookup ? $"_{column.LogicalName}_value"
        : column.Companion == CompanionKind.FileName ? column.LogicalName + "_name" : column.LogicalName;

    /// <summary>Name of the JSON member that holds a column.</summary>
    public static string MemberOf(QueryColumn column) => column.Definition is not { } definition
        ? Annotations.ETag
        : AnnotationOf(definition.Companion) is { } annotation ? $"{PropertyOf(definition)}@{annotation}" : PropertyOf(definition);

    public static string? AnnotationOf(CompanionKind companion) => companion switch
    {
        CompanionKind.Name or CompanionKind.Label => Annotations.FormattedValue,
        CompanionKind.Table => Annotations.LookupLogicalName,
        _ => null,
    };
}
