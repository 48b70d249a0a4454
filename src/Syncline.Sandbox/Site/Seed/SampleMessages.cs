using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Seed;

/// <summary>
/// Fills <c>sdkmessage</c> and <c>sdkmessagefilter</c>: which messages a table takes. Clients ask them whether a table has CreateMultiple and its like
/// (Microsoft Learn: "Use bulk operation messages", "Availability with standard tables").
/// </summary>
internal sealed class SampleMessages(Catalog catalog, Transaction transaction)
{
    private static readonly string[] Single = ["Create", "Retrieve", "RetrieveMultiple", "Update", "Delete", "Upsert", "Assign"];
    private static readonly string[] Bulk = ["CreateMultiple", "UpdateMultiple", "UpsertMultiple"];
    private static readonly string[] Elastic = ["DeleteMultiple"];

    public void Fill()
    {
        var (messages, filters) = (catalog["sdkmessage"], catalog["sdkmessagefilter"]);
        var made = new Dictionary<string, Reference>(StringComparer.Ordinal);
        foreach (var name in Single.Concat(Bulk).Concat(Elastic))
        {
            var id = StableId.Of("sdkmessage", name);
            made.Add(name, new Reference(messages, id));
            Add(messages, id, ("name", name), ("isprivate", Boxes.False));
        }

        foreach (var table in catalog.Tables)
        {
            foreach (var name in MessagesOf(table))
            {
                Add(filters, StableId.Of("sdkmessagefilter", $"{name}.{table.Name}"),
                    ("name", $"{name} of {table.Name}"), ("primaryobjecttypecode", table.Name), ("secondaryobjecttypecode", "none"), ("sdkmessageid", made[name]), ("availability", Boxes.Of(0)), ("iscustomprocessingstepallowed", Boxes.True));
            }
        }
    }

    private static IEnumerable<string> MessagesOf(Table table) => table.Facts.ReadOnly || table.Facts.Intersect
        ? ["Retrieve", "RetrieveMultiple"]
        : Single.Where(name => name != "Assign" || table.Facts.Ownership == "UserOwned").Concat(table.Facts.Bulk ? Bulk : []).Concat(table.Facts.Elastic ? Elastic : []);

    private void Add(Table table, Guid id, params (string Column, object Value)[] values)
    {
        var row = new RowBuilder(RowShape.Empty(table));
        foreach (var (column, value) in values)
        {
            row.Set(column, value);
        }

        transaction.Insert(row.Finish(id, transaction.NextVersion()));
    }
}
