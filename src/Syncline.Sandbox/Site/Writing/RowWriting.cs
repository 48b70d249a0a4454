using System.Globalization;
using System.Text.Json;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>Answers POST, PATCH, PUT and DELETE on single rows. Each request is one transaction.</summary>
internal sealed class RowWriting(Catalog catalog, SiteStore store, SandboxOptions options, SiteClock clock, RowReading reading, AccessControl access, FileContents files)
{
    private readonly PayloadReader _payloads = new(catalog);
    private readonly RowRules _rules = new(catalog, options, clock, files);

    public async Task<SiteAnswer> CreateAsync(SiteRequest request, Table table)
    {
        access.Demand(request, Privilege.Create, table);
        using var body = await request.ReadJsonAsync(table.SetName);
        var row = store.Write(request.Changes, transaction =>
        {
            var input = _payloads.Read(transaction, table, body.RootElement);
            DuplicateDetection.Check(request, transaction, table, input, own: null);
            return _rules.Create(transaction, table, input, request.Actor);
        });
        var address = table.Partition is { } partition && !Equals(row[partition], row.Id.ToString())
            ? $"{request.ServiceRoot}{table.SetName}({table.PrimaryId.Name}={row.Id},{partition.Name}='{row[partition]}')"
            : $"{request.ServiceRoot}{table.SetName}({row.Id})";
        return Written(request, row, address, 201);
    }

    /// <summary>PATCH: update, or create when there is no such row (PROTOCOL 5.4). If-Match makes it update only, If-None-Match create only.</summary>
    public async Task<SiteAnswer> UpsertAsync(SiteRequest request, Table table, RowKey key, string keyText)
    {
        using var body = await request.ReadJsonAsync(table.SetName);
        var (row, created) = store.Write(request.Changes, transaction =>
        {
            var old = ReferenceReader.Find(transaction, table, key);
            if (old is not null && request.Header("If-None-Match") == "*")
            {
                throw SiteErrors.AlreadyExists();
            }

            if (old is null && request.Header("If-Match") is not null)
            {
                throw KeyParser.Missing(table, key);
            }

            var input = _payloads.Read(transaction, table, body.RootElement);
            if (old is null)
            {
                access.Demand(request, Privilege.Create, table);
            }
            else
            {
                access.Demand(request, Privilege.Write, old);
                CheckVersion(request, old);
            }

            DuplicateDetection.Check(request, transaction, table, input, old?.Id);
            if (old is not null && table.Facts.Elastic && request.Header("If-Match") is null)
            {
                return (_rules.Replace(transaction, old, input, request.Actor), false);
            }

            return Upsert(transaction, table, key, old, input, request.Actor);
        });
        return Written(request, row, $"{request.ServiceRoot}{table.SetName}({keyText})", created ? 201 : 200);
    }

    /// <summary>Creates or updates within a transaction. Key values in the body are ignored on update and win on create (PROTOCOL 5.4).</summary>
    public (Row Row, bool Created) Upsert(Transaction transaction, Table table, RowKey key, Row? old, RowInput input, Actor actor)
    {
        if (old is null)
        {
            input.Id = key.Id ?? input.Id;
            if (table.Partition is { } partition && key.Partition is not null)
            {
                input.Values[partition] = key.Partition;
            }

            for (var i = 0; i < key.Values.Count; i++)
            {
                var column = key.Index!.Columns[i];
                input.Values.TryAdd(column, key.Values[i] is Reference { Table: null } loose && catalog.Find(column.Targets[0]) is { } target ? loose with { Table = target } : key.Values[i]);
            }

            return (_rules.Create(transaction, table, input, actor), true);
        }

        if (key.Index is { } index)
        {
            foreach (var column in index.Columns)
            {
                input.Values.Remove(column);
            }
        }

        return (_rules.Update(transaction, old, input, actor), false);
    }

    public SiteAnswer Delete(SiteRequest request, Table table, RowKey key)
    {
        store.Write(request.Changes, transaction =>
        {
            var row = ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
            CheckVersion(request, row);
            access.Demand(request, Privilege.Delete, row);
            _rules.Delete(transaction, row);
            return row;
        });
        request.Work.RowsWritten++;
        return SiteAnswer.NoContent();
    }

    /// <summary>PUT on a property: <c>{"value": …}</c>.</summary>
    public async Task<SiteAnswer> SetPropertyAsync(SiteRequest request, Table table, RowKey key, Column column)
    {
        using var body = await request.ReadJsonAsync(table.SetName);
        if (!body.RootElement.TryGetProperty("value", out var value))
        {
            throw SiteErrors.BadPayload(table.SetName, "Microsoft.OData.ODataException: The property 'value' is missing.");
        }

        if (column.IsLookup)
        {
            throw SiteErrors.BadPayload(table.SetName, $"Microsoft.OData.ODataException: The property '{column.PropertyName}' is read-only; write to the navigation property's $ref.");
        }

        return Change(request, table, key, column, PayloadReader.Value(table, column, value));
    }

    public SiteAnswer ClearProperty(SiteRequest request, Table table, RowKey key, Column column) => Change(request, table, key, column, null);

    /// <summary>PUT <c>nav/$ref</c> with <c>{"@odata.id": …}</c>.</summary>
    public async Task<SiteAnswer> SetReferenceAsync(SiteRequest request, Table table, RowKey key, Column column, Navigation navigation)
    {
        var address = await ReadAddressAsync(request, table);
        store.Write(request.Changes, transaction =>
        {
            var row = ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
            var target = ReferenceReader.Resolve(catalog, transaction, table.SetName, address);
            if (!catalog.TargetsOf(navigation).Contains(target.Table))
            {
                throw SiteErrors.BadPayload(table.SetName, $"Microsoft.OData.ODataException: The navigation property '{navigation.Name}' can't refer to a row of '{target.Table.SetName}'.");
            }

            return Set(transaction, row, column, new Reference(target.Table, target.Id), request);
        });
        return SiteAnswer.NoContent();
    }

    /// <summary>POST <c>collection/$ref</c>: sets the lookup of the row that the body names.</summary>
    public async Task<SiteAnswer> AssociateAsync(SiteRequest request, Table table, Row parent, Table child, Column lookup)
    {
        var address = await ReadAddressAsync(request, table);
        store.Write(request.Changes, transaction =>
        {
            var row = ReferenceReader.Resolve(catalog, transaction, table.SetName, address);
            return row.Table == child
                ? Set(transaction, row, lookup, new Reference(table, parent.Id), request)
                : throw SiteErrors.BadPayload(table.SetName, $"Microsoft.OData.ODataException: The collection holds rows of '{child.SetName}', not of '{row.Table.SetName}'.");
        });
        return SiteAnswer.NoContent();
    }

    /// <summary>DELETE <c>collection(id)/$ref</c> or <c>collection/$ref?$id=…</c>: clears the lookup of that row.</summary>
    public SiteAnswer Disassociate(SiteRequest request, Row parent, Table child, Column lookup, string? keyText)
    {
        store.Write(request.Changes, transaction =>
        {
            var address = keyText is not null ? $"{child.SetName}({keyText})" : request.Query["$id"] ?? throw SiteErrors.BadQuery("The address of the row to remove is missing: $id.");
            var row = ReferenceReader.Resolve(catalog, transaction, child.SetName, address);
            return row[lookup] is Reference reference && reference.Id == parent.Id ? Set(transaction, row, lookup, null, request) : row;
        });
        return SiteAnswer.NoContent();
    }

    /// <summary>Reads a row of a bulk message and creates it.</summary>
    public Row Create(Transaction transaction, Table table, JsonElement payload, Actor actor) =>
        _rules.Create(transaction, table, _payloads.Read(transaction, table, payload), actor);

    public Row Create(Transaction transaction, Table table, RowInput input, Actor actor) => _rules.Create(transaction, table, input, actor);

    public void Associate(Transaction transaction, ManyToManySide side, Guid own, Guid other) => _rules.Associate(transaction, side, own, other);

    public Row SetFile(Transaction transaction, Row row, Column column, StoredFile? file, Actor actor) => _rules.SetFile(transaction, row, column, file, actor);

    public Row Roll(Transaction transaction, Row row, Column column) => _rules.Roll(transaction, row, column);

    public Row Replace(Transaction transaction, Row old, RowInput input, Actor actor) => _rules.Replace(transaction, old, input, actor);

    public void Delete(Transaction transaction, Row row) => _rules.Delete(transaction, row);

    public RowInput Read(Transaction transaction, Table table, JsonElement payload) => _payloads.Read(transaction, table, payload);

    public Row Update(Transaction transaction, Row old, RowInput input, Actor actor) => _rules.Update(transaction, old, input, actor);

    private static void CheckVersion(SiteRequest request, Row row)
    {
        if (request.Header("If-Match") is { } wanted && wanted != "*" && wanted != RowJson.ETag(row))
        {
            throw SiteErrors.VersionMismatch();
        }
    }

    private static async Task<string> ReadAddressAsync(SiteRequest request, Table table)
    {
        using var body = await request.ReadJsonAsync(table.SetName);
        return body.RootElement.TryGetProperty("@odata.id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : throw SiteErrors.BadPayload(table.SetName, "Microsoft.OData.ODataException: The annotation '@odata.id' is missing.");
    }

    private SiteAnswer Change(SiteRequest request, Table table, RowKey key, Column column, object? value)
    {
        store.Write(request.Changes, transaction =>
        {
            var row = ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
            CheckVersion(request, row);
            return Set(transaction, row, column, value, request);
        });
        return SiteAnswer.NoContent();
    }

    private Row Set(Transaction transaction, Row row, Column column, object? value, SiteRequest request)
    {
        access.Demand(request, Privilege.Write, row);
        request.Work.RowsWritten++;
        var input = new RowInput();
        input.Values[column] = value;
        return _rules.Update(transaction, row, input, request.Actor);
    }

    /// <summary>204 with the row's address, or the row itself when asked for. Clients read the id from either header (PROTOCOL 2.5).</summary>
    private SiteAnswer Written(SiteRequest request, Row row, string address, int statusWithBody)
    {
        request.Work.RowsWritten++;
        var answer = request.Prefer.ReturnRepresentation
            ? reading.Entity(request, UserTimeZones.For(store.See(request.Changes), catalog, request.Caller.UserId), row, statusWithBody).With("Preference-Applied", "return=representation")
            : SiteAnswer.NoContent();
        if (statusWithBody == 201)
        {
            answer.With("Location", address);
        }

        return WithSession(answer.With("OData-EntityId", address), row);
    }

    /// <summary>Elastic tables: the token with which a later read sees this write (PROTOCOL 5.8). The sandbox's reads always do.</summary>
    private static SiteAnswer WithSession(SiteAnswer answer, Row row) =>
        row.Table.Facts.Elastic ? answer.With("x-ms-session-token", string.Create(CultureInfo.InvariantCulture, $"207:30#{row.Version}#7=154204239")) : answer;

    /// <summary>POST <c>collection/$ref</c> of an N:N relationship.</summary>
    public async Task<SiteAnswer> AssociateAsync(SiteRequest request, Row own, ManyToManySide side)
    {
        access.Demand(request, Privilege.Append, own);
        var address = await ReadAddressAsync(request, own.Table);
        store.Write(request.Changes, transaction =>
        {
            var other = ReferenceReader.Resolve(catalog, transaction, own.Table.SetName, address);
            if (other.Table != side.OtherTable)
            {
                throw SiteErrors.BadPayload(own.Table.SetName, $"Microsoft.OData.ODataException: The collection holds rows of '{side.OtherTable.SetName}', not of '{other.Table.SetName}'.");
            }

            access.Demand(request, Privilege.AppendTo, other);
            _rules.Associate(transaction, side, own.Id, other.Id);
            return other;
        });
        request.Work.RowsWritten++;
        return SiteAnswer.NoContent();
    }

    /// <summary>DELETE <c>collection(id)/$ref</c> or <c>collection/$ref?$id=…</c> of an N:N relationship.</summary>
    public SiteAnswer Disassociate(SiteRequest request, Row own, ManyToManySide side, string? keyText)
    {
        access.Demand(request, Privilege.Append, own);
        store.Write(request.Changes, transaction =>
        {
            var address = keyText is not null ? $"{side.OtherTable.SetName}({keyText})" : request.Query["$id"] ?? throw SiteErrors.BadQuery("The address of the row to remove is missing: $id.");
            var other = ReferenceReader.Resolve(catalog, transaction, side.OtherTable.SetName, address);
            access.Demand(request, Privilege.AppendTo, other);
            RowRules.Disassociate(transaction, side, own.Id, other.Id);
            return other;
        });
        request.Work.RowsWritten++;
        return SiteAnswer.NoContent();
    }
}
