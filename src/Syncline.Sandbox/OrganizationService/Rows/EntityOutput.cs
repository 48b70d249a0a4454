using System.Globalization;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.Site.Aggregation;
using Syncline.Sandbox.Site.Fetch;
using Syncline.Sandbox.Site.Files;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.OrganizationService.Rows;

/// <summary>Shows rows as entities. One instance serves one request.</summary>
internal sealed class EntityOutput(Snapshot snapshot, Catalog catalog, FileWriting files)
{
    private readonly ValueFormat _format = new(snapshot, catalog);
    private ILookup<Guid, Row>? _parties;

    /// <summary>The columns that a column set asks for, and the primary key.</summary>
    public static IReadOnlyList<Field> FieldsOf(Table table, Columns columns)
    {
        if (columns.All)
        {
            return [.. Projection.Of(table, []).Fields, .. table.Columns.Where(column => column.Type == ColumnType.PartyList).Select(column => Field.Of(table, column))];
        }

        var fields = new List<Field>(columns.Names.Count + 1);
        foreach (var name in columns.Names)
        {
            var column = table.Find(name) is { Read: true } found ? found : throw SoapErrors.NoColumn(table, name);
            fields.Add(Field.Of(table, column));
        }

        if (!fields.Exists(field => ReferenceEquals(field.Column, table.PrimaryId)))
        {
            fields.Add(Field.Of(table, table.PrimaryId));
        }

        return fields;
    }

    /// <summary>A row with some of its columns; those without a value are left out.</summary>
    public SoapEntity Of(Row row, IReadOnlyList<Field> fields)
    {
        var entity = new SoapEntity(row.Table.Name, row.Id) { RowVersion = VersionOf(row) };
        foreach (var field in fields)
        {
            if (field.Column.Type == ColumnType.PartyList)
            {
                entity.Attributes.Add(new(field.Column.Name, PartiesOf(row, field.Column.Name)));
            }
            else if (field.Column.Type == ColumnType.Image)
            {
                if (files.Find(row, field.Column) is { } image)
                {
                    entity.Attributes.Add(new(field.Column.Name, image.Content.ToArray()));
                }
            }
            else if (RowJson.ValueOf(row, field) is { } value)
            {
                Add(entity, field.Column.Name, field.Column, value, _format.Of(row, field.Column, value));
            }
        }

        return entity;
    }

    /// <summary>Joined rows of a query; what comes from a link, or has an alias, is an aliased value.</summary>
    public IEnumerable<SoapEntity> Of(Table root, FetchPage page, bool distinct)
    {
        var hasId = HasId(root, page, distinct);
        var fields = page.Outputs.Select(output => Field.Of(output.Table, output.Column)).ToList();
        foreach (var joined in page.Rows)
        {
            var entity = new SoapEntity(root.Name, hasId ? joined[0]!.Id : Guid.Empty) { RowVersion = hasId ? VersionOf(joined[0]!) : null };
            for (var i = 0; i < fields.Count; i++)
            {
                var output = page.Outputs[i];
                if (joined[output.Slot] is not { } row || RowJson.ValueOf(row, fields[i]) is not { } value)
                {
                    continue;
                }

                var text = _format.Of(row, output.Column, value);
                if (output.Alias is { } alias)
                {
                    AddAliased(entity, alias, output.Table, output.Column, ValueOf(output.Column, value), text);
                }
                else
                {
                    Add(entity, output.Column.Name, output.Column, value, text);
                }
            }

            yield return entity;
        }
    }

    /// <summary>The same, as a page that is written at once.</summary>
    public EntityPage PageOf(Table root, FetchPage page, bool distinct) => new(root, page, HasId(root, page, distinct), _format);

    /// <summary>Groups and figures; every one is an aliased value.</summary>
    public IEnumerable<SoapEntity> Of(Table root, Figures figures)
    {
        foreach (var row in figures.Rows)
        {
            var entity = new SoapEntity(root.Name, Guid.Empty);
            for (var i = 0; i < row.Count; i++)
            {
                if (row[i] is { } value)
                {
                    var column = figures.Columns[i];
                    AddAliased(entity, column.Name, column.Table, column.Source, ValueOf(column.Shown, value), _format.OfFigure(column.Shown, value));
                }
            }

            yield return entity;
        }
    }

    /// <summary>What <c>RowVersion</c> shows; null for tables without optimistic concurrency.</summary>
    public static string? VersionOf(Row row) => row.Table.Facts.OptimisticConcurrency ? RowJson.VersionOf(row).ToString(CultureInfo.InvariantCulture) : null;

    private static bool HasId(Table root, FetchPage page, bool distinct) =>
        !distinct || page.Outputs.Any(output => output is { Slot: 0, Alias: null } && ReferenceEquals(output.Column, root.PrimaryId));

    private static void AddAliased(SoapEntity entity, string alias, Table table, Column column, object value, string? text)
    {
        entity.Attributes.Add(new(alias, new AliasedValue(table.Name, column.Name, value)));
        if (text is not null)
        {
            entity.FormattedValues.Add(new(alias, text));
        }
    }

    private void Add(SoapEntity entity, string name, Column column, object value, string? text)
    {
        entity.Attributes.Add(new(name, ValueOf(column, value)));
        if (text is not null)
        {
            entity.FormattedValues.Add(new(name, text));
        }
    }

    /// <summary>A value in the form of its column; a figure without a column is a plain number.</summary>
    private object ValueOf(Column? column, object value) => value switch
    {
        int number when column?.Choice is not null => new OptionValue(number),
        int[] numbers => new OptionValues(numbers),
        decimal amount when column?.Type == ColumnType.Money => new MoneyValue(amount),
        Reference reference => new SoapReference(reference.Table.Name, reference.Id, snapshot.NameOf(reference)),
        _ => value,
    };

    private SoapEntities PartiesOf(Row row, string column)
    {
        var party = catalog["activityparty"];
        _parties ??= snapshot[party].ByKey.All().Where(candidate => candidate[party.Find("activityid")!] is Reference).ToLookup(candidate => ((Reference)candidate[party.Find("activityid")!]!).Id);
        var (kind, mask) = (PartyKinds.Of(column), party.Find("participationtypemask")!);
        var fields = Projection.Of(party, []).Fields;
        return new SoapEntities("activityparty", _parties[row.Id].Where(candidate => candidate[mask] is int given && given == kind).Select(candidate => Of(candidate, fields)).ToList());
    }
}
