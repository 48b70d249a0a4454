namespace Syncline.Conformance.Metadata;

/// <summary>The sandbox's alternate keys against <c>metadata/keys.csv</c>. Keys that the sandbox adds of its own are custom ones.</summary>
public sealed class KeysTests(SandboxSite site) : MetadataTest(site)
{
    [Theory]
    [InlineData("account", 0)]
    [InlineData("contact", 0)]
    [InlineData("lead", 0)]
    [InlineData("team", 1)]
    public async Task The_managed_keys_of_a_table_are_those_recorded(string table, int expected)
    {
        var recorded = Recordings.RowsOf("metadata/keys.csv", table);
        recorded.Count.ShouldBe(expected);
        var served = (await TableAsync(table, "Keys")).GetProperty("Keys").EnumerateArray().Where(key => key.GetProperty("IsManaged").GetBoolean())
            .ToDictionary(key => key.GetProperty("LogicalName").GetString()!, StringComparer.Ordinal);
        served.Keys.ShouldBe(recorded.Select(row => row["key"]), ignoreOrder: true);
        foreach (var row in recorded)
        {
            var disagreements = new Disagreements();
            var key = served[row["key"]];
            disagreements.Compare(row["key"], "schema", row["schema"], key, "SchemaName");
            disagreements.Compare(row["key"], "attributes", row["attributes"], key, "KeyAttributes");
            disagreements.Compare(row["key"], "status", row["status"], key, "EntityKeyIndexStatus");
            disagreements.ShouldBeNone();
        }
    }
}
