using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Parties;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>A write batch, checked against the table: which columns are sent, what finds a row, where its lookups point.</summary>
internal sealed class RowWritePlan
{
    private readonly WriteBatch batch;
    private readonly IReadOnlyDictionary<string, EntityDescription> tables;

    private RowWritePlan(WriteBatch batch, TableDefinition table, IReadOnlyDictionary<string, EntityDescription> tables)
    {
        this.batch = batch;
        this.tables = tables;
        Table = table;
        var isInsert = batch.Kind == WriteKind.Insert;
        var keys = new List<WriteColumn>();
        var columns = new List<WriteColumn>();
        var files = new List<WriteColumn>();
        var parties = new List<WriteColumn>();
        for (var i = 0; i < batch.Rows.Columns.Count; i++)
        {
            var name = batch.Rows.Columns[i].Name;
            var definition = table.Find(name) ?? throw SchemaErrors.ColumnNotFound(table.LogicalName, name,
                NearestName.Find(name, table.Schema.Columns.Where(column => column.CompanionOf is null).Select(column => column.Name)));
            if (definition.Companion != CompanionKind.None)
            {
                continue;
            }

            var column = new WriteColumn(i, definition, definition is { IsLookup: true, LookupKey: null } ? batch.Rows.IndexOf(definition.LogicalName + ".table") : -1);
            var isKey = batch.KeyColumns.Contains(name, StringComparer.OrdinalIgnoreCase);
            if (isKey && !isInsert)
            {
                keys.Add(column);
            }
            else if (batch.Kind != WriteKind.Delete)
            {
                RequireWritable(definition, batch.Kind);
                (definition.IsFile ? files : definition.IsPartyList ? parties : columns).Add(column);
            }
        }

        if (columns.Where(column => column.Definition.IsLookup).GroupBy(column => column.Definition.LogicalName, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw SchemaErrors.LookupTwice(table.LogicalName, twice.Key, twice.Select(column => column.Definition.Column.Name));
        }

        Columns = columns;
        Files = files;
        PartyColumns = parties;
        Keys = [.. batch.KeyColumns.Select(name => keys.Find(key => string.Equals(key.Definition.LogicalName, name, StringComparison.OrdinalIgnoreCase))).OfType<WriteColumn>()];
        FindsByPrimaryId = Keys.Count == 1 && Keys[0].Definition.LogicalName == table.PrimaryId;
        Association = table.Association is { } relationship ? Pair(relationship) : null;
        if (Association is null && !isInsert && !FindsByPrimaryId && !IsAlternateKey())
        {
            throw SchemaErrors.KeyNotFound(table.LogicalName, batch.KeyColumns);
        }
    }

    public TableDefinition Table { get; }

    public WriteKind Kind => batch.Kind;

    /// <summary>For pairs of an N:N relationship, where they stand; else null.</summary>
    public AssociationPair? Association { get; }

    public RowBatch Rows => batch.Rows;

    /// <summary>Columns whose cells are written.</summary>
    public IReadOnlyList<WriteColumn> Columns { get; }

    /// <summary>Columns with files, which go by requests of their own once the row is written.</summary>
    public IReadOnlyList<WriteColumn> Files { get; }

    /// <summary>Party lists, which are written as one collection of the row.</summary>
    public IReadOnlyList<WriteColumn> PartyColumns { get; }

    /// <summary>What is written for <see cref="PartyColumns"/>; null when there are none. Set before the plan is used.</summary>
    public PartyLists? Parties { get; set; }

    /// <summary>Columns that find a row; empty for an insert.</summary>
    public IReadOnlyList<WriteColumn> Keys { get; }

    /// <summary>Whether rows are found by the primary key rather than an alternate key.</summary>
    public bool FindsByPrimaryId { get; }

    /// <summary>Checks a batch.</summary>
    /// <exception cref="SchemaException">A column is not there or can't be written, or rows can't be found by the key columns.</exception>
    public static async ValueTask<RowWritePlan> CreateAsync(WriteBatch batch, TableCatalog catalog, CancellationToken cancellationToken)
    {
        if (batch.Table.StartsWith('@') || batch.Table.Contains('/', StringComparison.Ordinal))
        {
            throw SchemaErrors.OnlyRead(batch.Table);
        }

        var table = await catalog.DescribeAsync(batch.Table, cancellationToken);
        var hasLookups = batch.Rows.Columns.Any(column => table.Find(column.Name) is { IsLookup: true, Companion: CompanionKind.None });
        return new RowWritePlan(batch, table, hasLookups || table.Association is not null
            ? await catalog.ListAsync(cancellationToken)
            : new Dictionary<string, EntityDescription>(StringComparer.Ordinal));
    }

    public bool IsSent(int row, WriteColumn column) => batch.IsSent(row, column.Index);

    /// <summary>Name under which a row's file is stored: that of the companion column, when the batch has it.</summary>
    public string FileName(WriteColumn file, int row)
    {
        var index = Rows.IndexOf(file.Definition.LogicalName + ".name");
        return index >= 0 && !Rows.IsNull(index, row) && Rows.GetText(index, row) is { Length: > 0 } name ? name : file.Definition.LogicalName;
    }

    /// <summary>The version that a row must still have: the caller's, else that of the row whose party list was completed.</summary>
    public string? ExpectedVersion(int row) => batch.ExpectedVersions?[row] ?? Parties?.VersionOf(row);

    /// <summary>The row's id where the batch gives it, in the form that outcomes have; else null.</summary>
    public string? KnownId(int row)
    {
        if (Association is not null)
        {
            return null; // the server gives the pair an id and does not tell it
        }

        var column = FindsByPrimaryId ? Keys[0] : Columns.FirstOrDefault(column => column.Definition.LogicalName == Table.PrimaryId);
        return column is null || Rows.IsNull(column.Index, row) || (!FindsByPrimaryId && !IsSent(row, column))
            ? null
            : Rows.GetGuid(column.Index, row).ToString("D");
    }

    /// <summary>Why a row can't be sent at all; null when it can.</summary>
    public ErrorDetail? Check(int row)
    {
        if (Association is { } pair && (Rows.IsNull(pair.FirstIndex, row) || Rows.IsNull(pair.SecondIndex, row)))
        {
            return RowErrors.KeyIncomplete(Table.LogicalName, Rows.Columns[Rows.IsNull(pair.FirstIndex, row) ? pair.FirstIndex : pair.SecondIndex].Name);
        }

        foreach (var key in Keys)
        {
            if (Rows.IsNull(key.Index, row))
            {
                return RowErrors.KeyIncomplete(Table.LogicalName, key.Definition.LogicalName);
            }
        }

        if (Parties?.ErrorOf(row) is { } partyError)
        {
            return partyError;
        }

        foreach (var column in Columns)
        {
            if (!IsSent(row, column) || Rows.IsNull(column.Index, row))
            {
                continue;
            }

            var kind = column.Definition.Column.Type.Kind;
            if (kind == ColumnKind.Double && !double.IsFinite(Rows.GetDouble(column.Index, row)))
            {
                return RowErrors.NotSendable(column.Definition.LogicalName, "it is not a finite number");
            }

            if (kind == ColumnKind.Lookup && BindingOf(column, row, out var error) is null)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Where a sent lookup cell points; null with the reason when that can't be told.</summary>
    public LookupBinding? BindingOf(WriteColumn column, int row, out ErrorDetail? error)
    {
        error = null;
        var definition = column.Definition;
        var named = column.TableIndex >= 0 && !Rows.IsNull(column.TableIndex, row) ? Rows.GetText(column.TableIndex, row) : null;
        if (definition.LookupKey is { } key && !Rows.IsNull(column.Index, row))
        {
            return new LookupBinding(definition.NavigationTo(key.Target)!, key.Target, tables[key.Target].EntitySetName, default)
            {
                Key = (key.Attribute, Rows.GetValue(column.Index, row)!),
            };
        }

        if (Rows.IsNull(column.Index, row))
        {
            // One relationship of a polymorphic lookup clears it whichever it points to: they share one column.
            var any = (named is null ? null : definition.NavigationTo(named)) ?? FirstNavigation(definition);
            return new LookupBinding(any, null, null, default);
        }

        var target = named ?? (definition.Column.Type.LookupTargets.Count == 1 ? definition.Column.Type.LookupTargets[0] : null);
        if (target is null)
        {
            error = RowErrors.LookupTableUnknown(definition, null);
            return null;
        }

        var navigation = definition.NavigationTo(target);
        var set = tables.TryGetValue(target, out var entity) ? entity.EntitySetName : null;
        if (navigation is null || set is null)
        {
            error = RowErrors.LookupTableUnknown(definition, target);
            return null;
        }

        return new LookupBinding(navigation, target, set, Rows.GetGuid(column.Index, row));
    }

    private static string FirstNavigation(ColumnDefinition definition) =>
        definition.NavigationByTarget.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).FirstOrDefault()
        ?? definition.LogicalName;

    private AssociationPair Pair(ManyToManyRelationship relationship)
    {
        if (batch.Kind == WriteKind.Update)
        {
            throw SchemaErrors.ColumnNotWritable(Table.LogicalName, relationship.First.Attribute, "existing rows");
        }

        var (first, second) = (Rows.IndexOf(relationship.First.Attribute), Rows.IndexOf(relationship.Second.Attribute));
        return first >= 0 && second >= 0
            && tables.GetValueOrDefault(relationship.First.Table)?.EntitySetName is { } firstSet
            && tables.GetValueOrDefault(relationship.Second.Table)?.EntitySetName is { } secondSet
            ? new AssociationPair(first, firstSet, relationship.First.NavigationPropertyName, second, secondSet)
            : throw SchemaErrors.KeyNotFound(Table.LogicalName, [relationship.First.Attribute, relationship.Second.Attribute]);
    }

    private bool IsAlternateKey()
    {
        var names = Keys.Select(key => key.Definition.LogicalName).ToHashSet(StringComparer.Ordinal);
        return names.Count == batch.KeyColumns.Count
            && Table.Schema.Keys.Any(key => !key.IsPrimary && names.SetEquals(key.Columns));
    }

    private void RequireWritable(ColumnDefinition definition, WriteKind kind)
    {
        var (isWritable, operation) = kind switch
        {
            WriteKind.Insert => (definition.Column.CanInsert, "new rows"),
            WriteKind.Update => (definition.Column.CanUpdate, "existing rows"),
            _ when definition.IsFile => (false, "rows that may be new"),
            _ => (definition.Column.CanInsert || definition.Column.CanUpdate, "rows"),
        };
        if (!isWritable)
        {
            throw SchemaErrors.ColumnNotWritable(Table.LogicalName, definition.LogicalName, operation);
        }
    }
}
