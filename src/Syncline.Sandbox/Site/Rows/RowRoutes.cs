using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>Sends a request on an entity set to what answers it.</summary>
internal sealed class RowRoutes(Catalog catalog, SiteStore store, RowReading reading, RowWriting writing, BulkWriting bulk, FileRoutes files, AccessControl access)
{
    private const string Namespace = "Microsoft.Dynamics.CRM.";

    public ValueTask<SiteAnswer> AnswerAsync(SiteRequest request, Table table)
    {
        var path = request.Path;
        if (request.Method == "GET")
        {
            access.Demand(request, Privilege.Read, table);
        }
        else if (table.Facts.ReadOnly || table.Facts.Intersect)
        {
            throw SiteErrors.NotWritable(table, request.Method switch { "POST" => "Create", "DELETE" => "Delete", _ => "Update" });
        }

        return (path.Count, path[0].Key) switch
        {
            (1, null) => SetAsync(request, table),
            (2, null) when path[1].Name == "$count" => new(Only(request, "GET", () => reading.Count(request, access.See(store, request), table))),
            (2, null) when path[1].Name.StartsWith(Namespace, StringComparison.Ordinal) => bulk.AnswerAsync(request, table, path[1].Name[Namespace.Length..]),
            (1, { } key) => RowAsync(request, table, key),
            ( > 1, { } key) => BehindRowAsync(request, table, key),
            _ => throw SiteErrors.NoSegment(path[1].ToString()),
        };
    }

    private static RowKey KeyOf(SiteRequest request, Snapshot snapshot, Table table, string keyText)
    {
        var key = KeyParser.Parse(table, snapshot[table].Indexes, keyText);
        return table.Partition is not null && key.Partition is null && request.Query["partitionId"] is { } partition ? key with { Partition = partition } : key;
    }

    /// <summary>A row that is there and out of reach is refused, not missing.</summary>
    private static Row Require(SiteRequest request, Snapshot snapshot, Table table, RowKey key) =>
        KeyParser.Find(snapshot, table, key) ?? (snapshot.Whole is { } whole && KeyParser.Find(whole, table, key) is { } hidden
            ? throw SiteErrors.AccessDenied(request.Caller.UserId, hidden, Privilege.Read)
            : throw KeyParser.Missing(table, key));

    private static SiteAnswer Only(SiteRequest request, string method, Func<SiteAnswer> answer) =>
        request.Method == method ? answer() : throw SiteErrors.MethodNotAllowed(request.Method);

    private async ValueTask<SiteAnswer> SetAsync(SiteRequest request, Table table) => request.Method switch
    {
        "GET" => reading.List(request, access.See(store, request), table),
        "POST" => await writing.CreateAsync(request, table),
        _ => throw SiteErrors.MethodNotAllowed(request.Method),
    };

    private async ValueTask<SiteAnswer> RowAsync(SiteRequest request, Table table, string keyText)
    {
        var snapshot = access.See(store, request);
        var key = KeyOf(request, snapshot, table, keyText);
        return request.Method switch
        {
            "GET" => reading.Single(request, snapshot, Require(request, snapshot, table, key)),
            "PATCH" => await writing.UpsertAsync(request, table, key, keyText),
            "DELETE" => writing.Delete(request, table, key),
            _ => throw SiteErrors.MethodNotAllowed(request.Method),
        };
    }

    private async ValueTask<SiteAnswer> BehindRowAsync(SiteRequest request, Table table, string keyText)
    {
        var snapshot = access.See(store, request);
        var key = KeyOf(request, snapshot, table, keyText);
        var (name, ending) = (request.Path[1], request.Path.Count > 2 ? request.Path[2].Name : null);
        if (request.Path.Count > 3)
        {
            throw SiteErrors.NoSegment(request.Path[3].ToString());
        }

        if (table.Find(name.Name) is { Type: ColumnType.File or ColumnType.Image } file && ending is null or "$value")
        {
            return await files.AnswerAsync(request, Require(request, snapshot, table, key), file, ending is not null);
        }

        if (table.FindProperty(name.Name) is { Read: true } column && ending is null or "$value")
        {
            return request.Method switch
            {
                "GET" => reading.Property(request, snapshot, Require(request, snapshot, table, key), column, keyText, bare: ending is not null),
                "PUT" when ending is null => await writing.SetPropertyAsync(request, table, key, column),
                "DELETE" when ending is null => writing.ClearProperty(request, table, key, column),
                _ => throw SiteErrors.MethodNotAllowed(request.Method),
            };
        }

        if (table.FindNavigation(name.Name) is { } navigation)
        {
            return (request.Method, ending) switch
            {
                ("GET", null) => Related(request, snapshot, Require(request, snapshot, table, key), navigation.Column),
                ("GET", "$ref") => RelatedAddress(request, Require(request, snapshot, table, key), navigation.Column),
                ("PUT", "$ref") => await writing.SetReferenceAsync(request, table, key, navigation.Column, navigation.Navigation),
                ("DELETE", "$ref") => writing.ClearProperty(request, table, key, navigation.Column),
                _ => throw SiteErrors.MethodNotAllowed(request.Method),
            };
        }

        if (table.FindCollection(name.Name) is { } relationship && catalog.Find(relationship.Many) is { } child && child.Find(relationship.ManyColumn) is { } lookup)
        {
            var parent = Require(request, snapshot, table, key);
            bool Scope(Row row) => row[lookup] is Reference reference && reference.Id == parent.Id && reference.Table == table;
            return (request.Method, ending) switch
            {
                ("GET", null) => reading.List(request, snapshot, child, Scope),
                ("GET", "$count") => reading.Count(request, snapshot, child, Scope),
                ("GET", "$ref") => RelatedAddresses(request, snapshot[child].ByKey.All().Where(Scope)),
                ("POST", "$ref") => await writing.AssociateAsync(request, table, parent, child, lookup),
                ("DELETE", "$ref") => writing.Disassociate(request, parent, child, lookup, name.Key),
                _ => throw SiteErrors.MethodNotAllowed(request.Method),
            };
        }

        if (table.FindManyToMany(catalog, name.Name) is { } side)
        {
            var own = Require(request, snapshot, table, key);
            var others = new Lazy<HashSet<Guid>>(() => Pairs.Of(snapshot, side, own.Id));
            bool Associated(Row row) => others.Value.Contains(row.Id);
            return (request.Method, ending) switch
            {
                ("GET", null) => reading.List(request, snapshot, side.OtherTable, Associated),
                ("GET", "$count") => reading.Count(request, snapshot, side.OtherTable, Associated),
                ("GET", "$ref") => RelatedAddresses(request, snapshot[side.OtherTable].ByKey.All().Where(Associated)),
                ("POST", "$ref") => await writing.AssociateAsync(request, own, side),
                ("DELETE", "$ref") => writing.Disassociate(request, own, side, name.Key),
                _ => throw SiteErrors.MethodNotAllowed(request.Method),
            };
        }

        throw table.ManyToMany.Any(many => many.FirstNavigation == name.Name || many.SecondNavigation == name.Name)
            ? SiteErrors.NotSupported($"the N:N relationship '{name.Name}', because it does not have the table on its other side")
            : SiteErrors.NoSegment(name.Name);
    }

    private SiteAnswer Related(SiteRequest request, Snapshot snapshot, Row row, Column lookup) =>
        row[lookup] is Reference reference && snapshot.Find(reference) is { } found ? reading.Single(request, snapshot, found) : SiteAnswer.NoContent();

    private static SiteAnswer RelatedAddresses(SiteRequest request, IEnumerable<Row> rows) => SiteAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", $"{request.ContextRoot}Collection($ref)");
        json.WriteStartArray("value");
        foreach (var row in rows.Take(RowQuery.MaxPage))
        {
            json.WriteStartObject();
            json.WriteString("@odata.id", $"{request.ServiceRoot}{row.Table.SetName}({row.Id})");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static SiteAnswer RelatedAddress(SiteRequest request, Row row, Column lookup) => row[lookup] is not Reference reference
        ? SiteAnswer.NoContent()
        : SiteAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", $"{request.ContextRoot}$ref");
            json.WriteString("@odata.id", $"{request.ServiceRoot}{reference.Table.SetName}({reference.Id})");
            json.WriteEndObject();
        });
}
