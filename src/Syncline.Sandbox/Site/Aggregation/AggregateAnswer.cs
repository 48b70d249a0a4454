using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Aggregation;

/// <summary>Writes groups and figures as the Web API shows them.</summary>
internal static class AggregateAnswer
{
    private const string Formatted = "OData.Community.Display.V1.FormattedValue";

    public static SiteAnswer Write(Catalog catalog, SiteRequest request, Snapshot snapshot, Table table, IReadOnlyList<(string Name, Column? Column)> columns, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        var format = new ValueFormat(snapshot, catalog);
        var (formatted, lookups) = (request.Prefer.Includes(Formatted), request.Prefer.Includes("Microsoft.Dynamics.CRM.lookuplogicalname"));
        var values = new RowJson(snapshot, catalog, request.Prefer, single: false);
        var answer = new SiteAnswer(200)
        {
            Body = async (output, cancellationToken) =>
            {
                using var json = new JsonBytes();
                json.StartObject();
                json.Name("@odata.context");
                json.Text($"{request.ContextRoot}{table.SetName}");
                json.Name("value");
                json.StartArray();
                foreach (var row in rows)
                {
                    json.StartObject();
                    for (var i = 0; i < columns.Count; i++)
                    {
                        if (row[i] is not { } value)
                        {
                            continue;
                        }

                        var (name, column) = columns[i];
                        if (formatted && format.OfFigure(column, value) is { } text)
                        {
                            json.Name($"{name}@{Formatted}");
                            json.Text(text);
                        }

                        if (lookups && value is Reference reference)
                        {
                            json.Name($"{name}@Microsoft.Dynamics.CRM.lookuplogicalname");
                            json.Text(reference.Table.Name);
                        }

                        json.Name(name);
                        values.WriteValue(json, column, value);
                    }

                    json.EndObject();
                }

                json.EndArray();
                json.EndObject();
                await json.SendAsync(output, cancellationToken);
            },
        };
        return request.Prefer.AnyAnnotations ? answer.With("Preference-Applied", $"odata.include-annotations={request.Prefer.AnnotationsAsSent}") : answer;
    }
}
