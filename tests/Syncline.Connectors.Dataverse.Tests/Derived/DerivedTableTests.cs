using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Dataverse.Tests.Derived;

public sealed class DerivedTableTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_choices_of_a_table_are_a_table()
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();

        var rows = await ReadAsync(connection, new ReadRequest { Table = "contact/choices", Columns = ["column", "label", "value"] });
        var one = await ReadAsync(connection, new ReadRequest { Table = "contact/choices", Columns = ["value"], Keys = new KeyFilter(["column", "label"], [["gendercode", "FEMALE"]]) });

        rows.ShouldContain("gendercode|Female|2");
        rows.ShouldContain("new_interests|Chess|4");
        rows.ShouldContain("statuscode|Inactive|2");
        one.ShouldBe(["2"]);
    }

    [Fact]
    public async Task Tables_columns_relationships_and_global_choices_are_tables()
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "EntityDefinitions?$select=LogicalName&$expand=Attributes", """
            {"value":[{"LogicalName":"account","Attributes":[{"LogicalName":"name","AttributeTypeName":{"Value":"StringType"},"IsValidForCreate":true,"RequiredLevel":{"Value":"ApplicationRequired"}}]}]}
            """);
        site.On("GET", "RelationshipDefinitions/Microsoft.Dynamics.CRM.OneToMany", """
            {"value":[{"SchemaName":"contact_customer_accounts","ReferencingEntity":"contact","ReferencingAttribute":"parentcustomerid","ReferencedEntity":"account"}]}
            """);
        site.On("GET", "RelationshipDefinitions/Microsoft.Dynamics.CRM.ManyToMany", """
            {"value":[{"SchemaName":"accountleads_association","Entity1LogicalName":"account","Entity2LogicalName":"lead","IntersectEntityName":"accountleads"}]}
            """);
        site.On("GET", "GlobalOptionSetDefinitions/", """{"value":[{"Name":"new_colour","Options":[{"Value":1,"Label":{"UserLocalizedLabel":{"Label":"Red"}}}]}]}""");
        await using var connection = site.Connect();

        (await ReadAsync(connection, new ReadRequest { Table = "@tables", Columns = ["name", "entity_set_name"], MaxRows = 2 })).ShouldBe(["account|accounts", "contact|contacts"]);
        (await ReadAsync(connection, new ReadRequest { Table = "@columns" })).ShouldBe(["account|name|∅|String|True|True|True|False"]);
        (await ReadAsync(connection, new ReadRequest { Table = "@relationships" })).ShouldBe(
            ["contact_customer_accounts|N:1|contact|parentcustomerid|account|∅", "accountleads_association|N:N|account|∅|lead|accountleads"]);
        (await ReadAsync(connection, new ReadRequest { Table = "@choices" })).ShouldBe(["new_colour|1|Red"]);
        (await connection.ListTablesAsync(new TableFilter { Search = "@" }, Cancellation).Select(table => table.Name).ToListAsync(Cancellation))
            .ShouldBe(["@choices", "@columns", "@relationships", "@tables", "@views"]);
    }

    [Fact]
    public async Task They_are_read_only_take_no_filter_and_a_wrong_name_is_told_the_nearest()
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();
        var filtered = new ReadRequest { Table = "@tables", Filter = new NativeFilter("odata", "name eq 'x'") };

        (await Should.ThrowAsync<SchemaException>(() => ReadAsync(connection, filtered))).Error.Id.ShouldBe("DV2005");
        (await Should.ThrowAsync<SchemaException>(() => ReadAsync(connection, new ReadRequest { Table = "@colums" }))).Error.Advice!.ShouldContain("@columns");
        (await Should.ThrowAsync<SchemaException>(() => ReadAsync(connection, new ReadRequest { Table = "@tables", Columns = ["nam"] }))).Error.Advice!.ShouldContain("name");
        var batch = await Writing.WriteTests.Batch(connection, Core.Writing.WriteKind.Insert, "account", ["name"], [], ["A"]);
        (await Should.ThrowAsync<SchemaException>(async () => await connection.Writer.WriteAsync(batch with { Table = "account/choices" }, Cancellation))).Error.Id.ShouldBe("DV2010");
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(DataverseConnection connection, ReadRequest request)
    {
        var rows = new List<string>();
        await foreach (var batch in connection.ReadAsync(request, Cancellation))
        {
            rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => string.Join('|', Enumerable.Range(0, batch.Columns.Count).Select(column => batch.GetValue(column, row) ?? "∅"))));
            batch.Dispose();
        }

        return rows;
    }
}
