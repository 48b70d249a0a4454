using System.Text.Json;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>
/// CreateMultiple, UpdateMultiple, UpsertMultiple and DeleteMultiple (PROTOCOL 5.7). Standard tables: one transaction, all or nothing, the first error is the
/// answer. Elastic tables: each row for itself.
/// </summary>
internal sealed class BulkWriting(Catalog catalog, SiteStore store, RowWriting rows, AccessControl access)
{
    private readonly BulkTransactions _transactions = new(store);

    private delegate Row Change(Transaction transaction, SiteRequest request, Table table, JsonElement target);

    public async ValueTask<SiteAnswer> AnswerAsync(SiteRequest request, Table table, string message)
    {
        if (request.Method != "POST")
        {
            throw SiteErrors.NoResource(request.ServiceRoot + request.RawPath);
        }

        if (message == "DeleteMultiple" && !table.Facts.Elastic)
        {
            throw new SiteException(501, "0x80040219", "DeleteMultiple has not yet been implemented.") { Name = "NotImplemented" };
        }

        if (!table.Facts.Bulk)
        {
            throw SiteErrors.NoSegment("Microsoft.Dynamics.CRM." + message);
        }

        Change change = message switch
        {
            "CreateMultiple" => Create,
            "UpdateMultiple" => Update,
            "UpsertMultiple" => Upsert,
            "DeleteMultiple" => Delete,
            _ => throw SiteErrors.NoSegment("Microsoft.Dynamics.CRM." + message),
        };
        access.Demand(request, message switch { "CreateMultiple" => Privilege.Create, "DeleteMultiple" => Privilege.Delete, _ => Privilege.Write }, table);
        using var body = await request.ReadJsonAsync(table.SetName);
        var targets = Targets(table, body.RootElement);
        request.Work.RowsWritten += targets.Count;
        Row Make(Transaction transaction, JsonElement target) => change(transaction, request, table, target);
        var written = table.Facts.Elastic
            ? _transactions.Each(request, targets, Make, static row => row, target => target.TryGetProperty(table.PrimaryId.Name, out var id) && id.TryGetGuid(out var given) ? given : null, message)
            : _transactions.Together(request, targets, Make, static row => row, unique: message is "UpdateMultiple" or "UpsertMultiple");
        return message == "CreateMultiple" ? Ids(request, written) : SiteAnswer.NoContent();
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

    private static SiteAnswer Ids(SiteRequest request, List<Row> created) => SiteAnswer.Json(200, json =>
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

    private Row Create(Transaction transaction, SiteRequest request, Table table, JsonElement target) => rows.Create(transaction, table, target, request.Actor);

    private Row Update(Transaction transaction, SiteRequest request, Table table, JsonElement target)
    {
        var input = rows.Read(transaction, table, target);
        var key = KeyOf(transaction, table, input);
        var old = ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
        return rows.Upsert(transaction, table, key, old, input, request.Actor).Row;
    }

    private Row Upsert(Transaction transaction, SiteRequest request, Table table, JsonElement target)
    {
        var input = rows.Read(transaction, table, target);
        var key = KeyOf(transaction, table, input);
        var old = ReferenceReader.Find(transaction, table, key);
        return old is not null && table.Facts.Elastic
            ? rows.Replace(transaction, old, input, request.Actor)
            : rows.Upsert(transaction, table, key, old, input, request.Actor).Row;
    }

    private Row Delete(Transaction transaction, SiteRequest request, Table table, JsonElement target)
    {
        var key = KeyOf(transaction, table, rows.Read(transaction, table, target));
        var row = ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
        rows.Delete(transaction, row);
        return row;
    }

    /// <summary>The row that an item names: by <c>@odata.id</c>, else by its primary key, on elastic tables with the partition.</summary>
    private RowKey KeyOf(Transaction transaction, Table table, RowInput input)
    {
        if (input.Address is not null)
        {
            var (named, key) = ReferenceReader.Parse(catalog, transaction, table.SetName, input.Address);
            return named == table ? key : throw SiteErrors.BadPayload(table.SetName, $"Microsoft.OData.ODataException: '@odata.id' names a row of '{named.SetName}'.");
        }

        var id = input.Id ?? throw SiteErrors.BadPayload(table.SetName, $"System.ArgumentException: Each item needs the primary key '{table.PrimaryId.Name}'.");
        return new RowKey(id, null, []) { Partition = table.Partition is { } partition ? input.Values.GetValueOrDefault(partition) as string : null };
    }
}
