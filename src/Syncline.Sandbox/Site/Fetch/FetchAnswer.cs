using Syncline.Sandbox.Site.Aggregation;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>Answers <c>?fetchXml=</c>, <c>?savedQuery=</c> and <c>?userQuery=</c> (PROTOCOL 5.2).</summary>
internal sealed class FetchAnswer(Catalog catalog, FetchReading reading)
{
    /// <summary>The FetchXML that a request asks with; null when it asks otherwise.</summary>
    public string? TextOf(SiteRequest request, Snapshot snapshot) => request.Query["fetchXml"]
        ?? View(request, snapshot, "savedQuery", "savedquery")
        ?? View(request, snapshot, "userQuery", "userquery");

    public SiteAnswer Answer(SiteRequest request, Snapshot snapshot, Table table, string text)
    {
        var query = reading.Parse(request, text);
        if (query.Root.Table != table)
        {
            throw SiteErrors.BadFetch($"The entity '{query.Root.Table.Name}' of the query is not that of the entity set '{table.SetName}'.");
        }

        if (!query.IsAggregate)
        {
            return Write(request, snapshot, query, reading.Page(request, snapshot, query));
        }

        var figures = reading.Aggregate(request, snapshot, query);
        return AggregateAnswer.Write(catalog, request, snapshot, table, [.. figures.Columns.Select(column => (column.Name, column.Shown))], figures.Rows);
    }

    private SiteAnswer Write(SiteRequest request, Snapshot snapshot, FetchQuery query, FetchPage page)
    {
        var outputs = page.Outputs.Select(output => (output.Slot, Field: new Field(output.Column, output.Alias), output.Get)).ToList();
        var cookie = page.HasMore ? page.Ends?.Outer() : null;
        var rows = new RowJson(snapshot, catalog, request.Prefer, single: false);
        var context = $"{request.ContextRoot}{query.Root.Table.SetName}({string.Join(',', outputs.Where(output => output.Slot == 0).Select(output => output.Field.Column.PropertyName))})";
        var answer = new SiteAnswer(200)
        {
            Body = async (output, cancellationToken) =>
            {
                using var json = new JsonBytes();
                json.StartObject();
                json.Name("@odata.context");
                json.Text(context);
                RowCounts.Write(json, request.Prefer, page.Total);
                if (request.Prefer.Includes("Microsoft.Dynamics.CRM.fetchxmlpagingcookie") && cookie is not null)
                {
                    json.Name("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie");
                    json.Text(cookie);
                }

                if (request.Prefer.Includes("Microsoft.Dynamics.CRM.morerecords"))
                {
                    json.Name("@Microsoft.Dynamics.CRM.morerecords");
                    json.Bool(page.HasMore);
                }

                json.Name("value");
                json.StartArray();
                foreach (var joined in page.Rows)
                {
                    json.StartObject();
                    if (!query.IsDistinct)
                    {
                        RowJson.WriteETag(json, joined[0]!);
                    }

                    foreach (var column in outputs)
                    {
                        // Columns without a value are left out, unlike in answers to OData queries.
                        if (joined[column.Slot] is { } row && column.Get(row) is { } value)
                        {
                            rows.WriteField(json, row, column.Field, value);
                        }
                    }

                    json.EndObject();
                    await json.SendIfFullAsync(output, cancellationToken);
                }

                json.EndArray();
                json.EndObject();
                await json.SendAsync(output, cancellationToken);
            },
        };
        return request.Prefer.AnyAnnotations ? answer.With("Preference-Applied", $"odata.include-annotations={request.Prefer.AnnotationsAsSent}") : answer;
    }

    private string? View(SiteRequest request, Snapshot snapshot, string option, string tableName)
    {
        if (request.Query[option] is not { } text)
        {
            return null;
        }

        var table = catalog[tableName];
        var id = Guid.TryParse(text, out var given) ? given : throw SiteErrors.BadQuery($"The query option {option} takes an id, not '{text}'.");
        var row = snapshot[table].Find(id) ?? throw SiteErrors.DoesNotExist(table, id);
        return row[table.Find("fetchxml")!] as string ?? throw SiteErrors.BadFetch($"The view '{id}' has no query.");
    }
}
