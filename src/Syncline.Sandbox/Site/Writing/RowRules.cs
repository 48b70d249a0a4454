using System.Collections.Concurrent;
using System.Globalization;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>What the server does to a row on create, update and delete, beyond storing what was sent.</summary>
internal sealed class RowRules(Catalog catalog, SandboxOptions options, TimeProvider clock, FileContents files)
{
    private readonly ConcurrentDictionary<Table, RowShape> _empty = new();
    private readonly ConcurrentDictionary<Table, IReadOnlyList<(Column, object)>> _defaults = new();
    private readonly DerivedColumns _derived = new(catalog, options);

    public Row Create(Transaction transaction, Table table, RowInput input, Actor actor)
    {
        foreach (var (lookup, target, parent) in input.Parents)
        {
            input.Values[lookup] = new Reference(target, Create(transaction, target, parent, actor).Id);
        }

        var id = input.Id ?? Guid.NewGuid();
        if (transaction.Find(table, id) is not null)
        {
            throw SiteErrors.DuplicatePrimaryKey();
        }

        var row = new RowBuilder(_empty.GetOrAdd(table, RowShape.Empty));
        if (table.Partition is { } partition)
        {
            row[partition] = id.ToString();
        }

        foreach (var (column, value) in input.Values)
        {
            if (column.Create && !ReferenceEquals(column, table.State) && !ReferenceEquals(column, table.Status))
            {
                Set(row, column, value, id);
            }
        }

        if (table.State is not null && table.Status is not null)
        {
            var (state, status) = StateRules.OnCreate(table, input);
            row[table.State] = Boxes.Of(state);
            row[table.Status] = Boxes.Of(status);
        }

        foreach (var (column, standard) in _defaults.GetOrAdd(table, DefaultsOf))
        {
            if (!input.Values.ContainsKey(column))
            {
                row[column] = standard;
            }
        }

        var now = Now();
        var user = new Reference(catalog["systemuser"], actor.User);
        row.Set("createdon", row.Get("overriddencreatedon") is DateTime overridden ? overridden : now);
        if (row.Get("overriddencreatedon") is not null)
        {
            row.Set("overriddencreatedon", now);
        }

        row.Set("createdby", user);
        row.Set("createdonbehalfby", actor.OnBehalfOf is { } standIn ? user with { Id = standIn } : null);
        if (table.Facts.Activity)
        {
            row.Set("activitytypecode", table.Name);
        }

        Stamp(row, user, actor, now);
        _derived.Set(transaction, table, row, user, isNew: true);
        var created = row.Finish(id, transaction.NextVersion());
        CheckKeys(transaction, created, null);
        transaction.Insert(created);
        return WithChildren(transaction, created, input, actor);
    }

    /// <summary>Puts a new row in the place of one, as an upsert does on an elastic table (PROTOCOL 5.8).</summary>
    public Row Replace(Transaction transaction, Row old, RowInput input, Actor actor)
    {
        transaction.NextVersion();
        transaction.Delete(old);
        input.Id = old.Id;
        if (old.Table.Partition is { } partition)
        {
            input.Values.TryAdd(partition, old[partition]);
        }

        return Create(transaction, old.Table, input, actor);
    }

    public Row Update(Transaction transaction, Row old, RowInput input, Actor actor)
    {
        if (input.Parents.Count > 0 || input.Children.Any(child => !ActivityParties.IsParty(child.Table)))
        {
            throw SiteErrors.BadPayload(old.Table.SetName, "Microsoft.OData.ODataException: CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.");
        }

        var table = old.Table;
        var row = new RowBuilder(old);
        foreach (var (column, value) in input.Values)
        {
            // What can't be updated is ignored, as the server does for most such columns (PROTOCOL 5.11).
            if (column.Update && !ReferenceEquals(column, table.State) && !ReferenceEquals(column, table.Status))
            {
                Set(row, column, value, old.Id);
            }
        }

        if (table.State is not null && table.Status is not null)
        {
            var (state, status) = StateRules.OnUpdate(table, old.Id, (int)old[table.State]!, (int)old[table.Status]!, input);
            row[table.State] = Boxes.Of(state);
            row[table.Status] = Boxes.Of(status);
        }

        var user = new Reference(catalog["systemuser"], actor.User);
        Stamp(row, user, actor, Now());
        _derived.Set(transaction, table, row, user, isNew: false);
        var updated = row.Finish(old.Id, transaction.NextVersion());
        CheckKeys(transaction, updated, old);
        transaction.Update(old, updated);
        return WithChildren(transaction, updated, input, actor);
    }

    /// <summary>Puts a file or an image into a row, or takes it out.</summary>
    public Row SetFile(Transaction transaction, Row old, Column column, StoredFile? file, Actor actor)
    {
        var row = new RowBuilder(old);
        if (column.Type == ColumnType.Image)
        {
            SetImage(row, column, file, old.Id);
        }
        else
        {
            row[column] = file?.Id;
            row.Set(column.Name + "_name", file?.Name);
        }

        Stamp(row, new Reference(catalog["systemuser"], actor.User), actor, Now());
        var updated = row.Finish(old.Id, transaction.NextVersion());
        transaction.Update(old, updated);
        return updated;
    }

    /// <summary>Recalculates a rollup column. A site does so every hour, and when it is asked to.</summary>
    public Row Roll(Transaction transaction, Row old, Column column)
    {
        var lookup = old.Table.Find(column.Counts!)!;
        var count = transaction.All(old.Table).Count(row => row[lookup] is Reference reference && reference.Id == old.Id);
        var row = new RowBuilder(old) { [column] = Boxes.Of(count) };
        row.Set(column.Name + "_date", Now());
        row.Set(column.Name + "_state", Boxes.Of(1));
        var updated = row.Finish(old.Id, transaction.NextVersion());
        transaction.Update(old, updated);
        return updated;
    }

    private void Set(RowBuilder row, Column column, object? value, Guid id)
    {
        if (column.Type != ColumnType.Image)
        {
            row[column] = value;
            return;
        }

        var content = value as byte[];
        FileWriting.CheckSize(column, content?.Length ?? 0);
        SetImage(row, column, content is null ? null : files.Add(column.Name, ImageFormat.MimeTypeOf(content) ?? throw SiteErrors.BadImage("the content is no PNG, JPEG, GIF or BMP image."), content), id);
    }

    /// <summary>What a row tells of its image: an id, a time stamp and an address.</summary>
    private void SetImage(RowBuilder row, Column column, StoredFile? image, Guid id)
    {
        var stamp = clock.GetUtcNow().Ticks;
        row.Set(column.Name + "id", image?.Id);
        row.Set(column.Name + "_timestamp", image is null ? null : stamp);
        row.Set(column.Name + "_url", image is null ? null : string.Create(CultureInfo.InvariantCulture, $"/Image/download.aspx?Entity={row.Table.Name}&Attribute={column.Name}&Id={id}&Timestamp={stamp}"));
    }

    /// <summary>Associates two rows; a pair that is there already is refused (PROTOCOL 5.10).</summary>
    public void Associate(Transaction transaction, ManyToManySide side, Guid own, Guid other)
    {
        if (Pairs.Find(transaction, side, own, other) is not null)
        {
            throw SiteErrors.DuplicatePrimaryKey();
        }

        var pair = new RowBuilder(_empty.GetOrAdd(side.Intersect, RowShape.Empty)) { [side.Own] = own, [side.Other] = other };
        transaction.Insert(pair.Finish(Guid.NewGuid(), transaction.NextVersion()));
    }

    /// <summary>Ends the association of two rows; a pair that is not there is no mistake.</summary>
    public static void Disassociate(Transaction transaction, ManyToManySide side, Guid own, Guid other)
    {
        if (Pairs.Find(transaction, side, own, other) is { } pair)
        {
            transaction.NextVersion();
            transaction.Delete(pair);
        }
    }

    /// <summary>Deletes a row, with what its relationships ask: cascade, remove the link, or refuse.</summary>
    public void Delete(Transaction transaction, Row row)
    {
        // The row goes first: its children may lead back to it. A refusal below undoes everything.
        transaction.NextVersion();
        transaction.Delete(row);
        foreach (var many in row.Table.ManyToMany)
        {
            if (catalog.Find(many.Intersect) is { Facts.Intersect: true } intersect)
            {
                var column = intersect.Find(many.First == row.Table.Name ? many.FirstColumn : many.SecondColumn)!;
                foreach (var pair in transaction.All(intersect).Where(pair => pair[column] is Guid id && id == row.Id).ToList())
                {
                    transaction.NextVersion();
                    transaction.Delete(pair);
                }
            }
        }

        foreach (var relationship in row.Table.OneToMany)
        {
            if (catalog.Find(relationship.Many) is not { } child || child.Find(relationship.ManyColumn) is not { } lookup || relationship.Delete == "NoCascade" || child.Facts.ReadOnly)
            {
                continue;
            }

            foreach (var dependent in transaction.Referring(child, lookup, new Reference(row.Table, row.Id)))
            {
                if (transaction.Find(child, dependent.Id) is not { } still)
                {
                    continue;
                }

                switch (relationship.Delete)
                {
                    case "Restrict":
                        throw new SiteException(400, "0x80040227", "The object you tried to delete is associated with another object and cannot be deleted.") { Name = "CannotDeleteDueToAssociation" };
                    case "Cascade":
                        Delete(transaction, still);
                        break;
                    default:
                        var unlinked = new RowBuilder(still);
                        unlinked[lookup] = null;
                        transaction.Update(still, unlinked.Finish(still.Id, transaction.NextVersion()));
                        break;
                }
            }
        }
    }

    /// <summary>Values that a new row has unless it says otherwise: two options, and choices with a default.</summary>
    private static IReadOnlyList<(Column, object)> DefaultsOf(Table table) =>
    [
        .. table.Columns.Where(column => column is { Type: ColumnType.Boolean, Default: not null, Create: true })
            .Select(column => (column, Boxes.Of(column.Default == 1))),
        .. table.Columns.Where(column => column is { Type: ColumnType.Picklist, Default: >= 0, Create: true })
            .Select(column => (column, Boxes.Of(column.Default!.Value))),
    ];

    private Row WithChildren(Transaction transaction, Row row, RowInput input, Actor actor)
    {
        foreach (var (table, lookup, inputs) in input.Children)
        {
            if (ActivityParties.IsParty(table))
            {
                ActivityParties.Clear(transaction, table, row.Id);
            }

            var children = new List<Row>(inputs.Count);
            foreach (var child in inputs)
            {
                child.Values[lookup] = new Reference(row.Table, row.Id);
                children.Add(Create(transaction, table, child, actor));
            }

            if (ActivityParties.IsParty(table) && row.Table.Name == "email")
            {
                var shown = new RowBuilder(row);
                var (sender, recipients) = ActivityParties.AddressesOf(children);
                shown.Set("sender", sender);
                shown.Set("torecipients", recipients);
                var finished = shown.Finish(row.Id, transaction.NextVersion());
                transaction.Update(row, finished);
                row = finished;
            }
        }

        return row;
    }

    private static void Stamp(RowBuilder row, Reference user, Actor actor, DateTime now)
    {
        row.Set("modifiedon", now);
        row.Set("modifiedby", user);
        row.Set("modifiedonbehalfby", actor.OnBehalfOf is { } standIn ? user with { Id = standIn } : null);
    }

    private static void CheckKeys(Transaction transaction, Row row, Row? old)
    {
        foreach (var index in transaction.IndexesOf(row.Table))
        {
            if (index.Holds(row) && transaction.Find(row.Table, index, [.. index.Columns.Select(column => row[column])]) is { } holder && !ReferenceEquals(holder, old))
            {
                throw SiteErrors.DuplicateKey(index, holder);
            }
        }
    }

    private DateTime Now()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }
}
