using System.Xml.Linq;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>Definitions in the DataContract form. PROTOCOL 6; the conformance tests compare them with recorded ones.</summary>
public sealed class MetadataTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task A_table_has_its_columns_with_their_types()
    {
        var reply = await _site.ExecuteAsync("RetrieveEntity", Pair("EntityFilters", "h:EntityFilters", "Entity Attributes") + Pair("LogicalName", "x:string", "account") + Pair("MetadataId", "e:guid", Guid.Empty.ToString()) + Pair("RetrieveAsIfPublished", "x:boolean", "false"));

        var table = reply.Results.Value("EntityMetadata")!;
        table.TypeOf().ShouldBe((Metadata.NamespaceName, "EntityMetadata"));
        table.Element(Metadata + "LogicalName")!.Value.ShouldBe("account");
        table.Element(Metadata + "OneToManyRelationships")!.Attribute(Nil)!.Value.ShouldBe("true");
        var columns = table.Element(Metadata + "Attributes")!.Elements().ToDictionary(column => column.Element(Metadata + "LogicalName")!.Value, StringComparer.Ordinal);
        columns["accountid"].Attribute(Soap.Type).ShouldBeNull();
        columns["industrycode"].TypeOf().Name.ShouldBe("PicklistAttributeMetadata");
        columns["entityimage"].TypeOf().ShouldBe(("http://schemas.microsoft.com/xrm/2013/Metadata", "ImageAttributeMetadata"));
        columns["statecode"].Descendants(Metadata + "OptionMetadata").First().TypeOf().Name.ShouldBe("StateOptionMetadata");
    }

    [Fact]
    public async Task All_tables_come_without_what_the_filter_leaves_out()
    {
        var reply = await _site.ExecuteAsync("RetrieveAllEntities", Pair("EntityFilters", "h:EntityFilters", "Entity") + Pair("RetrieveAsIfPublished", "x:boolean", "true"));

        var tables = reply.Results.Value("EntityMetadata")!;
        tables.TypeOf().Name.ShouldBe("ArrayOfEntityMetadata");
        tables.Elements(Metadata + "EntityMetadata").Count().ShouldBeGreaterThan(20);
        tables.Elements().ShouldAllBe(table => (string?)table.Element(Metadata + "Attributes")!.Attribute(Nil) == "true");
        reply.Results.Value("Timestamp")!.Value.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_metadata_query_shows_what_it_asks_for_and_nothing_else()
    {
        var reply = await _site.ExecuteAsync(
            "RetrieveMetadataChanges",
            Pair(
                "Query",
                "j:EntityQueryExpression",
                """
                <j:Criteria><j:Conditions><j:MetadataConditionExpression><j:ConditionOperator>In</j:ConditionOperator><j:PropertyName>LogicalName</j:PropertyName><j:Value i:type="f:ArrayOfstring"><f:string>account</f:string><f:string>contact</f:string></j:Value></j:MetadataConditionExpression></j:Conditions><j:FilterOperator>And</j:FilterOperator><j:Filters/></j:Criteria>
                <j:Properties><j:AllProperties>false</j:AllProperties><j:PropertyNames><f:string>LogicalName</f:string><f:string>Attributes</f:string></j:PropertyNames></j:Properties>
                <j:AttributeQuery><j:Criteria><j:Conditions><j:MetadataConditionExpression><j:ConditionOperator>Equals</j:ConditionOperator><j:PropertyName>AttributeType</j:PropertyName><j:Value i:type="h:AttributeTypeCode">Money</j:Value></j:MetadataConditionExpression></j:Conditions><j:FilterOperator>And</j:FilterOperator></j:Criteria><j:Properties><j:AllProperties>false</j:AllProperties><j:PropertyNames><f:string>LogicalName</f:string><f:string>AttributeType</f:string></j:PropertyNames></j:Properties></j:AttributeQuery>
                """));

        var tables = reply.Results.Value("EntityMetadata")!;
        tables.TypeOf().ShouldBe((Contracts.NamespaceName, "EntityMetadataCollection"));
        tables.Elements(Contracts + "EntityMetadata").Select(table => table.Element(Metadata + "LogicalName")!.Value).ShouldBe(["account", "contact"]);
        var account = tables.Elements().First();
        account.Element(Metadata + "SchemaName")!.Attribute(Nil)!.Value.ShouldBe("true");
        var columns = account.Element(Metadata + "Attributes")!.Elements().ToList();
        columns.Select(column => column.Element(Metadata + "LogicalName")!.Value).ShouldContain("revenue");
        columns.ShouldAllBe(column => column.Element(Metadata + "AttributeType")!.Value == "Money" && column.Element(Metadata + "SchemaName")!.Attribute(Nil) != null);
    }

    [Fact]
    public async Task With_the_present_stamp_there_is_nothing_new_until_an_option_changes()
    {
        await using var site = await SiteHost.StartAsync();
        var query = Pair("Query", "j:EntityQueryExpression", "<j:Properties><j:AllProperties>false</j:AllProperties><j:PropertyNames><f:string>LogicalName</f:string></j:PropertyNames></j:Properties>");
        var stamp = (await site.ExecuteAsync("RetrieveMetadataChanges", query)).Results.Value("ServerVersionStamp")!.Value;

        (await ChangesAsync()).ShouldBe(0);
        (await site.PostAsync("UpdateOptionValue", """{"EntityLogicalName":"account","AttributeLogicalName":"industrycode","Value":1,"Label":{"LocalizedLabels":[{"Label":"Accounts","LanguageCode":1033}]},"MergeLabels":false}""")).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);

        (await ChangesAsync()).ShouldBeGreaterThan(20);
        (await site.ExecuteAsync("RetrieveMetadataChanges", query + Pair("ClientVersionStamp", "x:string", "1!01/01/2020 00:00:00"))).ErrorCode.ShouldBe(unchecked((int)0x80044352));

        async Task<int> ChangesAsync() => (await site.ExecuteAsync("RetrieveMetadataChanges", query + Pair("ClientVersionStamp", "x:string", stamp))).Results.Value("EntityMetadata")!.Elements().Count();
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_named()
    {
        var reply = await _site.ExecuteAsync("RetrieveEntity", Pair("EntityFilters", "h:EntityFilters", "Entity") + Pair("LogicalName", "x:string", "nothing"));

        reply.ErrorCode.ShouldBe(-2147220969);
        reply.FaultString.ShouldContain("'nothing'");
    }
}
