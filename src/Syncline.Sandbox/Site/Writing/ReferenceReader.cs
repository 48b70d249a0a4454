using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>Reads the address of a row in <c>@odata.bind</c> or <c>@odata.id</c>: <c>/contacts(id)</c>, <c>contacts(key='value')</c> or an absolute URL (PROTOCOL 5.10).</summary>
internal static class ReferenceReader
{
    /// <summary>The row that an address names, as it stands within a transaction.</summary>
    public static Row Resolve(Catalog catalog, Transaction transaction, string owner, string address)
    {
        var (table, key) = Parse(catalog, transaction, owner, address);
        return Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
    }

    public static (Table Table, RowKey Key) Parse(Catalog catalog, Transaction transaction, string owner, string address)
    {
        const string Root = "/api/data/";
        var path = address;
        var root = path.IndexOf(Root, StringComparison.OrdinalIgnoreCase);
        if (root >= 0)
        {
            var version = path.IndexOf('/', root + Root.Length);
            path = version < 0 ? "" : path[(version + 1)..];
        }

        var segments = PathSegment.Parse(path.TrimStart('/'));
        if (segments is not [{ Key: { } keyText } segment] || catalog.FindSet(segment.Name) is not { } table)
        {
            throw SiteErrors.BadPayload(owner, $"Microsoft.OData.ODataException: Resource not found for the segment '{(segments.Count > 0 ? segments[0].Name : address)}'.");
        }

        return (table, KeyParser.Parse(table, transaction.IndexesOf(table), keyText));
    }

    public static Row? Find(Transaction transaction, Table table, RowKey key) =>
        key.Check(key.Id is { } id ? transaction.Find(table, id) : transaction.Find(table, key.Index!, key.Values));
}
