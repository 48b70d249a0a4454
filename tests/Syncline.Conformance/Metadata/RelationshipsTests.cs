namespace Syncline.Conformance.Metadata;

/// <summary>
/// The sandbox's relationships against <c>metadata/relationships.csv</c>. The recordings come from several sites, of which not each had the sales
/// tables: so a served relationship may also be one that is recorded on its other side, or one with a table that was recorded nowhere.
/// </summary>
public sealed class RelationshipsTests(SandboxSite site) : MetadataTest(site)
{
    private static readonly (string Recorded, string Served)[] OneToMany =
    [
        ("referenced", "ReferencedEntity"), ("refdattr", "ReferencedAttribute"), ("refdnav", "ReferencedEntityNavigationPropertyName"),
        ("referencing", "ReferencingEntity"), ("refattr", "ReferencingAttribute"), ("refnav", "ReferencingEntityNavigationPropertyName"),
        ("delete", "CascadeConfiguration/Delete"), ("assign", "CascadeConfiguration/Assign"),
    ];

    private static readonly (string Recorded, string Served)[] ManyToMany =
    [
        ("referenced", "Entity1LogicalName"), ("refdattr", "Entity1IntersectAttribute"), ("refdnav", "Entity1NavigationPropertyName"),
        ("referencing", "Entity2LogicalName"), ("refattr", "Entity2IntersectAttribute"), ("refnav", "Entity2NavigationPropertyName"),
        ("intersect", "IntersectEntityName"),
    ];

    [Theory]
    [InlineData("account")]
    [InlineData("contact")]
    [InlineData("lead")]
    [InlineData("team")]
    public async Task The_relationships_of_a_table_are_those_recorded(string table)
    {
        var all = Recordings.Rows("metadata/relationships.csv");
        var (known, recordedTables) = (all.Select(row => row["schema"]).ToHashSet(StringComparer.Ordinal), all.Select(row => row["entity"]).ToHashSet(StringComparer.Ordinal));
        var definition = await TableAsync(table, "OneToManyRelationships,ManyToOneRelationships,ManyToManyRelationships");
        var disagreements = new Disagreements();
        foreach (var (kind, member, fields) in new[] { ("1N", "OneToManyRelationships", OneToMany), ("N1", "ManyToOneRelationships", OneToMany), ("NN", "ManyToManyRelationships", ManyToMany) })
        {
            var served = definition.GetProperty(member).EnumerateArray().ToDictionary(item => item.GetProperty("SchemaName").GetString()!, StringComparer.Ordinal);
            foreach (var row in Recordings.RowsOf("metadata/relationships.csv", table).Where(row => row["kind"] == kind))
            {
                var name = row["schema"];
                if (!served.Remove(name, out var relationship))
                {
                    disagreements.Add($"{kind} {name}: recorded, not served");
                    continue;
                }

                foreach (var (field, path) in fields)
                {
                    disagreements.Compare($"{kind} {name}", field, row[field], relationship, path);
                }
            }

            var other = fields.First(field => field.Recorded == (kind == "1N" ? "referencing" : "referenced")).Served;
            foreach (var (name, _) in served.Where(item => !known.Contains(item.Key) && recordedTables.Contains(item.Value.GetProperty(other).GetString()!)))
            {
                disagreements.Add($"{kind} {name}: served, not recorded");
            }
        }

        disagreements.ShouldBeNone();
    }
}
