using System.Collections.Frozen;

namespace Syncline.Sandbox.Site.Metadata;

/// <summary>A table with its columns, keys and relationships. Immutable once the catalog is built.</summary>
internal sealed class Table
{
    private readonly FrozenDictionary<string, Column> _byName;
    private readonly FrozenDictionary<string, Column> _byProperty;
    private FrozenDictionary<string, (Column Column, Navigation Navigation)> _navigations = FrozenDictionary<string, (Column, Navigation)>.Empty;

    public Table(TableFacts facts, int ordinal)
    {
        Facts = facts;
        Ordinal = ordinal;
        MetadataId = facts.Id ?? StableId.Of("table", facts.Name);
        var columns = new List<Column>(facts.Columns.Count);
        foreach (var (name, column) in facts.Columns)
        {
            column.Name = name;
            column.Ordinal = columns.Count;
            if (column.Id == Guid.Empty)
            {
                column.Id = StableId.Of("column", $"{facts.Name}.{name}");
            }

            columns.Add(column);
        }

        Columns = columns;
        _byName = columns.ToFrozenDictionary(column => column.Name, StringComparer.Ordinal);
        _byProperty = columns.Where(column => column.OData).ToFrozenDictionary(column => column.PropertyName, StringComparer.Ordinal);
        PrimaryId = _byName[facts.PrimaryId];
        PrimaryName = facts.PrimaryName is null ? null : _byName[facts.PrimaryName];
        State = _byName.GetValueOrDefault("statecode");
        Status = _byName.GetValueOrDefault("statuscode");
        Currency = _byName.GetValueOrDefault("transactioncurrencyid");
        Version = _byName.GetValueOrDefault("versionnumber");
        Keys = facts.Keys;
        Calculated = [.. columns.Where(column => column.Quotient.Count > 0)];
        Partition = facts.Elastic ? _byName["partitionid"] : null;
        Indexed = !facts.Intersect ? facts.Keys :
        [
            new AlternateKey
            {
                Name = "pair",
                Schema = "Pair",
                Label = "Pair",
                Columns = [.. columns.Where(column => column.Type == ColumnType.Uniqueidentifier && !ReferenceEquals(column, PrimaryId)).Select(column => column.Name)],
            },
        ];
    }

    public TableFacts Facts { get; }

    /// <summary>Position in the catalog and in a snapshot of the store.</summary>
    public int Ordinal { get; }

    public string Name => Facts.Name;

    public string SetName => Facts.Set;

    public Guid MetadataId { get; }

    public IReadOnlyList<Column> Columns { get; }

    public Column PrimaryId { get; }

    public Column? PrimaryName { get; }

    public Column? State { get; }

    public Column? Status { get; }

    public Column? Currency { get; }

    public Column? Version { get; }

    public IReadOnlyList<AlternateKey> Keys { get; }

    /// <summary>The keys that the store keeps unique: the alternate keys, or the pair of an N:N relationship.</summary>
    public IReadOnlyList<AlternateKey> Indexed { get; }

    /// <summary>The partition of an elastic table; null for other tables.</summary>
    public Column? Partition { get; }

    /// <summary>Columns that the server calculates from others.</summary>
    public IReadOnlyList<Column> Calculated { get; }

    /// <summary>The most rows on a page (PROTOCOL 5.2).</summary>
    public int MaxPage => Facts.Elastic ? 500 : 5000;

    /// <summary>1:N relationships in which this table is the one.</summary>
    public IReadOnlyList<OneToMany> OneToMany { get; private set; } = [];

    /// <summary>1:N relationships in which this table is the many.</summary>
    public IReadOnlyList<OneToMany> ManyToOne { get; private set; } = [];

    public IReadOnlyList<ManyToMany> ManyToMany { get; private set; } = [];

    /// <summary>Of an activity: the table <c>activitypointer</c>, which has a row for every activity; else null.</summary>
    public Table? Pointer { get; internal set; }

    /// <summary>The full type name that messages show, e.g. <c>Microsoft.Dynamics.CRM.account</c>.</summary>
    public string TypeName => "Microsoft.Dynamics.CRM." + Name;

    /// <summary>A column by logical name, or null.</summary>
    public Column? Find(string logicalName) => _byName.GetValueOrDefault(logicalName);

    /// <summary>A column by the name it has in rows of the Web API, or null.</summary>
    public Column? FindProperty(string propertyName) => _byProperty.GetValueOrDefault(propertyName);

    /// <summary>A lookup column and its target by navigation property name (case-sensitive), or null.</summary>
    public (Column Column, Navigation Navigation)? FindNavigation(string name) =>
        _navigations.TryGetValue(name, out var found) ? found : null;

    /// <summary>A collection-valued navigation property by name, or null.</summary>
    public OneToMany? FindCollection(string name) => OneToMany.FirstOrDefault(relationship => relationship.OneNavigation == name);

    /// <summary>An N:N navigation property by name, or null; also null when the sandbox does not have the other table.</summary>
    public ManyToManySide? FindManyToMany(Catalog catalog, string name)
    {
        foreach (var many in ManyToMany)
        {
            var isFirst = many.First == Name && many.FirstNavigation == name;
            if ((isFirst || (many.Second == Name && many.SecondNavigation == name))
                && catalog.Find(many.Intersect) is { Facts.Intersect: true } intersect
                && catalog.Find(isFirst ? many.Second : many.First) is { } other)
            {
                var (own, others) = isFirst ? (many.FirstColumn, many.SecondColumn) : (many.SecondColumn, many.FirstColumn);
                return new ManyToManySide(intersect, intersect.Find(own)!, intersect.Find(others)!, other);
            }
        }

        return null;
    }

    internal void Connect(IReadOnlyList<OneToMany> oneToMany, IReadOnlyList<ManyToMany> manyToMany)
    {
        OneToMany = [.. oneToMany.Where(relationship => relationship.One == Name)];
        ManyToOne = [.. oneToMany.Where(relationship => relationship.Many == Name)];
        ManyToMany = [.. manyToMany.Where(relationship => relationship.First == Name || relationship.Second == Name)];
        var suffix = "_" + Name;
        foreach (var group in ManyToOne.GroupBy(relationship => relationship.ManyColumn, StringComparer.Ordinal))
        {
            if (Find(group.Key) is not { IsLookup: true } column)
            {
                continue;
            }

            var navigations = group.Select(relationship => new Navigation(relationship.ManyNavigation, relationship.One)).ToList();
            if (Facts.Activity)
            {
                navigations.AddRange(navigations
                    .Where(navigation => navigation.Name.EndsWith(suffix, StringComparison.Ordinal))
                    .Select(navigation => new Navigation(navigation.Name[..^suffix.Length], navigation.Target, Inherited: true))
                    .ToList());
            }

            column.Navigations = navigations;
        }

        _navigations = Columns.SelectMany(column => column.Navigations.Select(navigation => (column, navigation)))
            .DistinctBy(pair => pair.navigation.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(pair => pair.navigation.Name, pair => (pair.column, pair.navigation), StringComparer.Ordinal);
    }
}
