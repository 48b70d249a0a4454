using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.OrganizationService.Rows;

/// <summary>Reads rows and references of a request into what the site's rules take.</summary>
internal sealed class EntityInput(Catalog catalog)
{
    public Table TableOf(string logicalName) => catalog.Find(logicalName) ?? throw SoapErrors.NoTable(logicalName);

    /// <summary>What a row asks to write.</summary>
    public RowInput Read(Transaction transaction, SoapEntity entity)
    {
        var table = TableOf(entity.LogicalName);
        var input = new RowInput { Id = entity.Id == Guid.Empty ? null : entity.Id };
        foreach (var (name, value) in entity.Attributes)
        {
            var column = table.Find(name) ?? throw SoapErrors.NoColumn(table, name);
            if (ReferenceEquals(column, table.PrimaryId))
            {
                input.Id ??= value as Guid?;
            }
            else if (column.Type == ColumnType.PartyList)
            {
                ReadParties(transaction, table, column, value, input);
            }
            else if (column.Create || column.Update)
            {
                input.Values[column] = Value(transaction, table, column, value);
            }
        }

        foreach (var (schema, rows) in entity.Related)
        {
            var relationship = table.OneToMany.FirstOrDefault(known => known.Schema == schema);
            if (relationship is null || catalog.Find(relationship.Many) is not { } child || child.Find(relationship.ManyColumn) is not { } lookup)
            {
                throw SiteErrors.NotSupported($"related rows behind the relationship '{schema}' of '{table.Name}'");
            }

            input.Children.Add(new RelatedRows(child, lookup, [.. rows.Entities.Select(row => Read(transaction, row))]));
        }

        return input;
    }

    /// <summary>Which row an entity names: by its id, by an alternate key, or by the primary key among its values.</summary>
    public RowKey KeyOf(Transaction transaction, SoapEntity entity)
    {
        var table = TableOf(entity.LogicalName);
        var partition = table.Partition is { } within ? entity.Attributes.Find(pair => pair.Key == within.Name).Value as string : null;
        if (entity.Id == Guid.Empty && entity.KeyAttributes.Count == 0 && entity.Attributes.Find(pair => pair.Key == table.PrimaryId.Name).Value is Guid given)
        {
            return new RowKey(given, null, []) { Partition = partition };
        }

        return KeyOf(transaction, table, entity.Id, entity.KeyAttributes) with { Partition = partition };
    }

    public RowKey KeyOf(Transaction transaction, SoapReference reference) => KeyOf(transaction, TableOf(reference.LogicalName), reference.Id, reference.KeyAttributes);

    /// <summary>The row that a reference names, or the fault that there is none.</summary>
    public Row Require(Transaction transaction, SoapReference reference)
    {
        var (table, key) = (TableOf(reference.LogicalName), KeyOf(transaction, reference));
        return ReferenceReader.Find(transaction, table, key) ?? throw KeyParser.Missing(table, key);
    }

    /// <summary>Adds to the party lists that are sent the parties of other kinds that the row has, because a list replaces no more than its own kind.</summary>
    public static void KeepParties(Transaction transaction, Row row, RowInput read)
    {
        if (read.Children.FindIndex(child => ActivityParties.IsParty(child.Table)) is >= 0 and var place)
        {
            var sent = read.Children[place];
            var (mask, party, address, activity) = (sent.Table.Find("participationtypemask")!, sent.Table.Find("partyid")!, sent.Table.Find("addressused")!, sent.Lookup);
            var kept = transaction.All(sent.Table)
    .Where(found => found[activity] is Reference reference && reference.Id == row.Id && found[mask] is int kind && !read.PartyKinds.Contains(kind))
    .Select(found =>
    {
        var same = new RowInput();
        same.Values[mask] = found[mask];
        same.Values[party] = found[party];
        same.Values[address] = found[address]; // of a party without a row there is nothing else
        return same;
    });
            read.Children[place] = sent with { Inputs = [.. sent.Inputs, .. kept] };
        }
    }

    private RowKey KeyOf(Transaction transaction, Table table, Guid id, IReadOnlyList<KeyValuePair<string, object?>> pairs)
    {
        if (pairs.Count == 0)
        {
            return id != Guid.Empty ? new RowKey(id, null, []) : throw SoapErrors.Missing("", "Id");
        }

        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            values[name] = value;
        }

        string? partition = null;
        if (table.Partition is { } within && values.Remove(within.Name, out var part))
        {
            partition = part as string;
        }

        if (values.Count == 1 && values.GetValueOrDefault(table.PrimaryId.Name) is Guid primary)
        {
            return new RowKey(primary, null, []) { Partition = partition };
        }

        var index = transaction.IndexesOf(table).FirstOrDefault(index => index.Columns.Count == values.Count && index.Columns.All(column => values.ContainsKey(column.Name)))
            ?? throw SiteErrors.KeyNotDefined(table);
        return new RowKey(null, index, [.. index.Columns.Select(column => Value(transaction, table, column, values[column.Name]))]);
    }

    private object? Value(Transaction transaction, Table table, Column column, object? value) => (column.Type, value) switch
    {
        (_, null) => null,
        (ColumnType.String or ColumnType.Memo or ColumnType.EntityName, string text) => ColumnChecks.Text(table, column, text),
        (ColumnType.Integer, int number) => ColumnChecks.Integer(table, column, number),
        (ColumnType.BigInt, long number) => number,
        (ColumnType.Picklist or ColumnType.State or ColumnType.Status, OptionValue option) => ColumnChecks.Integer(table, column, option.Value),
        (ColumnType.MultiSelectPicklist, OptionValues options) => ColumnChecks.Choices(table, column, options.Values),
        (ColumnType.Boolean, bool flag) => Boxes.Of(flag),
        (ColumnType.Boolean, ManagedBoolean managed) => Boxes.Of(managed.Value),
        (ColumnType.Decimal, decimal number) => ColumnChecks.Number(table, column, number),
        (ColumnType.Double, double number) => ColumnChecks.Number(table, column, number),
        (ColumnType.Money, MoneyValue money) => ColumnChecks.Number(table, column, money.Value),
        (ColumnType.DateTime, DateTime moment) => ColumnChecks.Moment(table, column, column.IsDateOnly ? moment.Date : moment),
        (ColumnType.Uniqueidentifier or ColumnType.File, Guid id) => id,
        (ColumnType.Lookup or ColumnType.Customer or ColumnType.Owner, SoapReference reference) => Referred(transaction, table, column, reference),
        (ColumnType.Image, byte[] image) => image,
        _ => throw SoapErrors.WrongType(table, column, value),
    };

    private Reference Referred(Transaction transaction, Table table, Column column, SoapReference reference)
    {
        var row = Require(transaction, reference);
        return column.Navigations.Any(navigation => catalog.TargetsOf(navigation).Contains(row.Table)) || column.Targets.Contains(row.Table.Name, StringComparer.Ordinal)
            ? new Reference(row.Table, row.Id)
            : throw new SiteException(400, "0x80040203", $"The column '{column.Name}' of '{table.Name}' can't refer to a row of '{row.Table.Name}'.") { Name = "InvalidArgument" };
    }

    /// <summary>A party list. It replaces the parties of its kind; those of other kinds stay (PROTOCOL 5.10 for the rows that it is made of).</summary>
    private void ReadParties(Transaction transaction, Table table, Column column, object? value, RowInput input)
    {
        var parties = value switch
        {
            SoapEntities entities => entities.Entities,
            null => [],
            _ => throw SoapErrors.WrongType(table, column, value),
        };
        var party = catalog["activityparty"];
        var mask = PartyKinds.Of(column.Name) ?? throw SiteErrors.NotSupported($"the party list '{column.Name}'");
        var rows = parties.Select(entity =>
        {
            var read = Read(transaction, entity);
            read.Values[party.Find("participationtypemask")!] = mask;
            return read;
        }).ToList();
        input.PartyKinds.Add(mask);
        var others = input.Children.FirstOrDefault(child => child.Table == party);
        if (others is not null)
        {
            input.Children.Remove(others);
        }

        input.Children.Add(new RelatedRows(party, party.Find("activityid")!, [.. others?.Inputs ?? [], .. rows]));
    }
}
