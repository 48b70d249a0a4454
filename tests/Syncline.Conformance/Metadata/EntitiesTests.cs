namespace Syncline.Conformance.Metadata;

/// <summary>The sandbox's table definitions against <c>metadata/entities.csv</c>.</summary>
public sealed class EntitiesTests(SandboxSite site) : MetadataTest(site)
{
    private static readonly (string Recorded, string Served)[] Fields =
    [
        ("set", "EntitySetName"), ("schema", "SchemaName"), ("otc", "ObjectTypeCode"), ("pk", "PrimaryIdAttribute"), ("name", "PrimaryNameAttribute"),
        ("image", "PrimaryImageAttribute"), ("ownership", "OwnershipType"), ("isactivity", "IsActivity"), ("intersect", "IsIntersect"),
        ("collection", "LogicalCollectionName"), ("tabletype", "TableType"), ("changetracking", "ChangeTrackingEnabled"),
        ("occ", "IsOptimisticConcurrencyEnabled"), ("statetrans", "EnforceStateTransitions"), ("dupdet", "IsDuplicateDetectionEnabled/Value"),
    ];

    [Theory]
    [InlineData("account")]
    [InlineData("contact")]
    [InlineData("lead")]
    [InlineData("team")]
    public async Task A_table_is_defined_as_recorded(string table)
    {
        var recorded = Recordings.RowsOf("metadata/entities.csv", table).ShouldHaveSingleItem();
        var served = await TableAsync(table);
        var disagreements = new Disagreements();
        foreach (var (field, member) in Fields)
        {
            disagreements.Compare(table, field, recorded[field], served, member);
        }

        disagreements.ShouldBeNone();
    }
}
