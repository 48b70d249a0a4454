using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>All definitions of the site, built when they are first asked for. Safe for concurrent use.</summary>
internal sealed class DefinitionSet(Catalog catalog)
{
    private readonly Lazy<IReadOnlyList<DefinitionNode>> _tables = new(() => [.. catalog.Tables.Select(table => TableDefinitions.Build(table, catalog))]);
    private readonly Lazy<IReadOnlyList<DefinitionNode>> _choices = new(() =>
        [.. catalog.GlobalChoices.Select(choice => ChoiceDefinitions.Build(choice, ColumnType.Picklist, null))]);
    private readonly Lazy<IReadOnlyList<DefinitionNode>> _relationships = new(() =>
    [
        .. catalog.OneToMany.Select(relationship => RelationshipDefinitions.Build(relationship, "RelationshipMetadataBase")),
        .. catalog.ManyToMany.Select(relationship => RelationshipDefinitions.Build(relationship, "RelationshipMetadataBase")),
    ]);

    /// <summary>EntityMetadata with all that belongs to it.</summary>
    public IReadOnlyList<DefinitionNode> Tables => _tables.Value;

    /// <summary>The global choices.</summary>
    public IReadOnlyList<DefinitionNode> Choices => _choices.Value;

    public IReadOnlyList<DefinitionNode> Relationships => _relationships.Value;
}
