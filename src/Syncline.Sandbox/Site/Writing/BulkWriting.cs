using System.Text.Json;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>CreateMultiple, UpdateMultiple and UpsertMultiple on standard tables: one transaction, all or nothing, the first error is the answer (PROTOCOL 5.7).</summary>
internal sealed class BulkWriting(Catalog catalog, SiteStore store, RowWriting rows)
{
    public async ValueTask<SiteAnswer> AnswerAsync(SiteRequest request, Table table, string message)
    {
        if (request.Method != "POST")
        {
            throw SiteErrors.NoResource(request.ServiceRoot + request.RawPath);
        }

        switch (message)
        {
            case "CreateMultiple":
                return await CreateAsync(request, table);
            case "UpdateMultiple":
                return await ChangeAsync(request, table, Update);
            case "UpsertMultiple":
                return await ChangeAsync(request, table, Upsert);
            case "DeleteMultiple":
                throw new SiteException(501, "0x80040219", "DeleteMultiple has not yet been implemented.") { Name = "NotImplemented" };
            default:
                throw SiteErrors.NoSegment("Microsoft.Dynamics.CRM." + message);
        }
    }

    private static List<JsonElement> Targets(Table table, JsonElement body)
    {
        if (!body.TryGetProperty("Targets", out var targets) || targets.ValueKind != JsonValueKind.Array)
        {
            throw SiteErrors.BadPayload(table.SetName, "Microsoft.OData.ODataException: The parameter 'Targets' is missing.");
        }

        var list = targets.EnumerateArray().ToList();
        foreach (var target in list)
        {
            var type = target.ValueKind == JsonValueKind.Object && target.TryGetProperty("@odata.type", out var named) ? named.GetString()?.TrimStart('#') : null;
            if (type != table.TypeName)
            {
                throw SiteErrors.BadPayload(table.SetName, $"Microsoft.OData.ODataException: Each item of 'Targets' needs '@odata.type' with '{table.TypeName}'.");
            }
        }

        return list;
    }

    private static RowKey KeyOf(Table table, RowInput input) =>
        input.Id is { } id ? new RowKey(id, null, []) : throw SiteErrors.BadPayload(table.SetName, $"System.ArgumentException: Each item needs the primary key '{table.PrimaryId.Name}'.");

    private async Task<SiteAnswer> CreateAsync(SiteRequest request, Table table)
    {
        using var body = await request.ReadJsonAsync(table.SetName);
        var targets = Targets(table, body.RootElement);
        var created = store.Write(request.Changes, transaction => targets.ConvertAll(target => rows.Create(transaction, table, target, request.Caller.UserId)));
        return SiteAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", request.ContextRoot + "Microsoft.Dynamics.CRM.CreateMultipleResponse");
            json.WriteStartArray("Ids");
            foreach (var row in created)
            {
                json.WriteStringValue(row.Id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private async Task<SiteAnswer> ChangeAsync(SiteRequest request, Table table, Func<Transaction, Table, RowInput, Guid, Row> change)
    {
        using var body = await request.ReadJsonAsync(table.SetName);
        var targets = Targets(table, body.RootElement);
        store.Write(request.Changes, transaction =>
        {
            var seen = new HashSet<Guid>();
            foreach (var target in targets)
            {
                var row = change(transaction, table, rows.Read(transaction, table, target), request.Caller.UserId);
                if (!seen.Add(row.Id))
                {
                    throw SiteErrors.DuplicatePrimaryKey();
                }
            }

            return seen.Count;
        });
        return SiteAnswer.NoContent();
    }

    private Row Update(Transaction transaction, Table table, RowInput input, Guid caller)
    {
        var key = AddressOf(transaction, table, input) ?? KeyOf(table, input);
        var old = ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
        return rows.Upsert(transaction, table, key, old, input, caller).Row;
    }

    private Row Upsert(Transaction transaction, Table table, RowInput input, Guid caller)
    {
        var key = AddressOf(transaction, table, input) ?? KeyOf(table, input);
        return rows.Upsert(transaction, table, key, ReferenceReader.Find(transaction, table, key), input, caller).Row;
    }

    private RowKey? AddressOf(Transaction transaction, Table table, RowInput input)
    {
        if (input.Address is null)
        {
            return null;
        }

        var (named, key) = ReferenceReader.Parse(catalog, transaction, table.SetName, input.Address);
        return named == table ? key : throw SiteErrors.BadPayload(table.SetName, $"Microsoft.OData.ODataException: '@odata.id' names a row of '{named.SetName}'.");
    }
}
