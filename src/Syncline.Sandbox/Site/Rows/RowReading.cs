using System.Globalization;
using System.Text;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Aggregation;
using Syncline.Sandbox.Site.Fetch;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Tracking;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>Answers GET on rows: lists in pages, single rows, counts.</summary>
internal sealed class RowReading(Catalog catalog, FetchReading fetching, AccessControl access, SiteClock clock)
{
    private readonly ChangeTracking _tracking = new(catalog, clock);
    private readonly FetchAnswer _fetch = new(catalog, fetching);
    private static readonly string[] ListOptions = ["$select", "$filter", "$orderby", "$top", "$count", "$expand", "$skiptoken"];

    /// <summary>A list of a table's rows, or of those within a scope.</summary>
    public SiteAnswer List(SiteRequest request, Snapshot snapshot, Table table, Func<Row, bool>? scope = null)
    {
        if (scope is null && _fetch.TextOf(request, snapshot) is { } fetch)
        {
            return _fetch.Answer(request, snapshot, table, fetch);
        }

        if (request.Query["$apply"] is { } apply)
        {
            return Apply(request, snapshot, table, apply, scope);
        }

        if (snapshot.Whole is not null && (request.Query["$deltatoken"] is not null || request.Prefer.TrackChanges))
        {
            // Change tracking asks for the right to read every row (PROTOCOL 5.3).
            access.DemandAll(request, table);
        }

        if (request.Query["$deltatoken"] is { } delta)
        {
            return _tracking.Answer(request, snapshot, table, Projection.Of(table, SelectParser.Names(request.Query["$select"])), delta);
        }

        request.Query.AllowOnly(ListOptions);
        var query = RowQuery.Of(catalog, snapshot, Conditions(request, snapshot), table, request.Query["$filter"], request.Query["$orderby"], request.Query["$top"]);
        if (scope is not null)
        {
            query = query.Within(scope);
        }

        var projection = Projection.Of(table, SelectParser.Names(request.Query["$select"]));
        var expansions = Expansions(request, snapshot, table);
        var cookie = request.Query["$skiptoken"] is { } token ? PageCookie.Read(token, table, query.OrderColumns.Count) : null;

        // The token of a tracked list is that of its first page: what changes while the others are read comes again with the delta.
        var tracked = cookie?.Tracking ?? (cookie is null && request.Prefer.TrackChanges ? _tracking.TokenOf(snapshot).ToString() : null);
        if (tracked is not null)
        {
            ChangeTracking.Check(request, table);
        }

        var size = query.Top ?? Math.Min(request.Prefer.MaxPageSize ?? table.MaxPage, table.MaxPage);
        var page = query.Page(snapshot, cookie, Math.Min(size, table.MaxPage));
        request.Work.RowsRead += page.Rows.Count;
        var number = cookie?.Page ?? 1;
        var count = request.Query["$count"] switch
        {
            null or "false" => (int?)null,
            "true" => query.Count(snapshot, RowQuery.MaxPage + 1),
            var other => throw SiteErrors.BadQuery($"Invalid value '{other}' for $count query option found. Valid values are 'true' and 'false'."),
        };
        var next = page.HasMore && query.Top is null
            ? NextLink(request, PageCookie.Write(number, table, page.Rows[0], page.Rows[^1], query.OrderColumns, tracked))
            : null;
        var context = $"{request.ContextRoot}{table.SetName}{ContextColumns(projection, expansions)}";
        var rows = new RowJson(snapshot, catalog, request.Prefer, single: false);

        var answer = new SiteAnswer(200)
        {
            Body = async (output, cancellationToken) =>
            {
                using var json = new JsonBytes();
                json.StartObject();
                json.Name("@odata.context");
                json.Text(context);
                WriteCounts(json, request.Prefer, count);
                json.Name("value");
                json.StartArray();
                foreach (var row in page.Rows)
                {
                    json.StartObject();
                    RowJson.WriteETag(json, row);
                    rows.WriteFields(json, row, projection);
                    foreach (var expansion in expansions)
                    {
                        expansion.Write(json, rows, row);
                    }

                    json.EndObject();
                    await json.SendIfFullAsync(output, cancellationToken);
                }

                json.EndArray();
                if (next is not null)
                {
                    json.Name("@odata.nextLink");
                    json.Text(next);
                }
                else if (tracked is not null)
                {
                    json.Name("@odata.deltaLink");
                    json.Text(ChangeTracking.LinkOf(request, DeltaToken.Parse(tracked)));
                }

                json.EndObject();
                await json.SendAsync(output, cancellationToken);
            },
        };
        return Applied(tracked is null ? answer : answer.With("Preference-Applied", "odata.track-changes"), request.Prefer, paging: query.Top is null);
    }

    /// <summary>One row; 304 when the client has this version (PROTOCOL 5.5: only without <c>$expand</c> and annotations).</summary>
    public SiteAnswer Single(SiteRequest request, Snapshot snapshot, Row row)
    {
        request.Query.AllowOnly("$select", "$expand");
        if (request.Header("If-None-Match") is { } held && held == RowJson.ETag(row)
            && row.Table.Facts.OptimisticConcurrency && request.Query["$expand"] is null && !request.Prefer.AnyAnnotations)
        {
            return new SiteAnswer(304).With("ETag", RowJson.ETag(row));
        }

        return Entity(request, snapshot, row, 200);
    }

    /// <summary>A row as a document, as GET and as <c>return=representation</c> show it.</summary>
    public SiteAnswer Entity(SiteRequest request, Snapshot snapshot, Row row, int status)
    {
        request.Work.RowsRead++;
        var table = row.Table;
        var projection = Projection.Of(table, SelectParser.Names(request.Query["$select"]));
        var expansions = Expansions(request, snapshot, table);
        var context = $"{request.ContextRoot}{table.SetName}{ContextColumns(projection, expansions)}/$entity";
        var rows = new RowJson(snapshot, catalog, request.Prefer, single: true);
        var answer = RowDocument(status, json =>
        {
            json.StartObject();
            json.Name("@odata.context");
            json.Text(context);
            RowJson.WriteETag(json, row);
            rows.WriteFields(json, row, projection);
            foreach (var expansion in expansions)
            {
                expansion.Write(json, rows, row);
            }

            json.EndObject();
        });
        return Applied(answer.With("ETag", RowJson.ETag(row)), request.Prefer, paging: false);
    }

    /// <summary><c>/$count</c>: plain text, no more than 5,000 (PROTOCOL 5.2).</summary>
    public SiteAnswer Count(SiteRequest request, Snapshot snapshot, Table table, Func<Row, bool>? scope = null)
    {
        if (request.Query["$deltatoken"] is { } delta)
        {
            return _tracking.Count(request, snapshot, table, delta);
        }

        request.Query.AllowOnly("$filter");
        var query = RowQuery.Of(catalog, snapshot, Conditions(request, snapshot), table, request.Query["$filter"], null, null);
        if (scope is not null)
        {
            query = query.Within(scope);
        }

        var count = query.Count(snapshot, RowQuery.MaxPage);
        return SiteAnswer.Text("text/plain", Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>One property of a row: <c>accounts(id)/name</c>, or its bare text with <c>/$value</c>.</summary>
    public SiteAnswer Property(SiteRequest request, Snapshot snapshot, Row row, Column column, string key, bool bare)
    {
        var field = Field.Of(row.Table, column);
        var value = RowJson.ValueOf(row, field);
        if (value is null)
        {
            return SiteAnswer.NoContent();
        }

        if (bare)
        {
            return SiteAnswer.Text("text/plain", Encoding.UTF8.GetBytes(PageCookie.Text(value)!.Trim('{', '}')));
        }

        var rows = new RowJson(snapshot, catalog, request.Prefer, single: true);
        return RowDocument(200, json =>
        {
            json.StartObject();
            json.Name("@odata.context");
            json.Text($"{request.ContextRoot}{row.Table.SetName}({key})/{column.PropertyName}");
            json.Name("value");
            rows.WriteValue(json, column, value);
            json.EndObject();
        });
    }

    private static SiteAnswer RowDocument(int status, Action<JsonBytes> write) => new(status)
    {
        Body = async (output, cancellationToken) =>
        {
            using var json = new JsonBytes();
            write(json);
            await json.SendAsync(output, cancellationToken);
        },
    };

    private ConditionOperators Conditions(SiteRequest request, Snapshot snapshot) => new(clock.GetUtcNow().UtcDateTime, snapshot.Zone, request.Caller.UserId);

    /// <summary><c>$apply</c>: groups and figures instead of rows.</summary>
    private SiteAnswer Apply(SiteRequest request, Snapshot snapshot, Table table, string text, Func<Row, bool>? scope)
    {
        request.Query.AllowOnly("$apply", "$filter");
        var (where, groups, aggregates) = new ApplyParser(new RowFilter(catalog, snapshot, Conditions(request, snapshot)), table).Parse(text);
        var rows = RowQuery.Of(catalog, snapshot, Conditions(request, snapshot), table, request.Query["$filter"], null, null).All(snapshot);
        rows = scope is null ? rows : rows.Where(scope);
        var found = new AggregateQuery<Row>(groups, aggregates).Run(where is null ? rows : rows.Where(where));
        request.Work.RowsRead += found.Count;
        return AggregateAnswer.Write(
            catalog,
            request,
            snapshot,
            table,
            [.. groups.Select(group => (group.Name, group.Column)), .. aggregates.Select(aggregate => (aggregate.Name, aggregate.Kind is AggregateKind.Count or AggregateKind.CountDistinct ? null : aggregate.Column))],
            found);
    }

    private static string ContextColumns(Projection projection, IReadOnlyList<Expansion> expansions)
    {
        var parts = projection.Selected.Concat(expansions.Select(expansion => expansion.Context)).ToList();
        return parts.Count == 0 ? "" : $"({string.Join(',', parts)})";
    }

    private static void WriteCounts(JsonBytes json, Preferences prefer, int? count)
    {
        if (count is { } known)
        {
            json.Name("@odata.count");
            json.Number(Math.Min(known, RowQuery.MaxPage));
        }

        RowCounts.Write(json, prefer, count);
    }

    private static string NextLink(SiteRequest request, string skipToken)
    {
        var rest = request.Query.Without("$skiptoken");
        return $"{request.ServiceRoot}{request.RawPath}?{rest}{(rest.Length > 0 ? "&" : "")}$skiptoken={skipToken}";
    }

    private static SiteAnswer Applied(SiteAnswer answer, Preferences prefer, bool paging)
    {
        if (paging && prefer.MaxPageSize is { } size)
        {
            answer.With("Preference-Applied", string.Create(CultureInfo.InvariantCulture, $"odata.maxpagesize={size}"));
        }

        return prefer.AnyAnnotations ? answer.With("Preference-Applied", $"odata.include-annotations={prefer.AnnotationsAsSent}") : answer;
    }

    private List<Expansion> Expansions(SiteRequest request, Snapshot snapshot, Table table) =>
        [.. SelectParser.Expand(request.Query["$expand"]).Select(item => Expansion.Parse(catalog, snapshot, Conditions(request, snapshot), request.ServiceRoot, table, item, request.Prefer.MaxPageSize))];
}
