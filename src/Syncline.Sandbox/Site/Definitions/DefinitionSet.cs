using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>All definitions of the site, built when they are first asked for. Safe for concurrent use.</summary>
internal sealed class DefinitionSet(Catalog catalog)
{
    private int _changes;
    private volatile Lazy<IReadOnlyList<DefinitionNode>> _tables = BuildTables(catalog);
    private volatile Lazy<IReadOnlyList<DefinitionNode>> _choices = BuildChoices(catalog);
    private readonly Lazy<IReadOnlyList<DefinitionNode>> _relationships = new(() =>
    [
        .. catalog.OneToMany.Select(relationship => RelationshipDefinitions.Build(relationship, "RelationshipMetadataBase")),
        .. catalog.ManyToMany.Select(relationship => RelationshipDefinitions.Build(relationship, "RelationshipMetadataBase")),
    ]);

    /// <summary>How often definitions have changed since the site began.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>EntityMetadata with all that belongs to it.</summary>
    public IReadOnlyList<DefinitionNode> Tables => _tables.Value;

    /// <summary>The global choices.</summary>
    public IReadOnlyList<DefinitionNode> Choices => _choices.Value;

    public IReadOnlyList<DefinitionNode> Relationships => _relationships.Value;

    /// <summary>Builds tables and choices anew for the next request, after options have changed.</summary>
    public void Forget()
    {
        (_tables, _choices) = (BuildTables(catalog), BuildChoices(catalog));
        Interlocked.Increment(ref _changes);
    }

    private static Lazy<IReadOnlyList<DefinitionNode>> BuildTables(Catalog catalog) => new(() => [.. catalog.Tables.Select(table => TableDefinitions.Build(table, catalog))]);

    private static Lazy<IReadOnlyList<DefinitionNode>> BuildChoices(Catalog catalog) =>
        new(() => [.. catalog.GlobalChoices.Select(choice => ChoiceDefinitions.Build(choice, ColumnType.Picklist, null))]);
}
