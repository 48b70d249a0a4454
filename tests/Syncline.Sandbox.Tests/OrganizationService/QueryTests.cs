using System.Xml.Linq;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>RetrieveMultiple with FetchXML, QueryExpression and QueryByAttribute. PROTOCOL 2.4; Microsoft Learn: "Query data using FetchXml", "Query data using QueryExpression".</summary>
public sealed class QueryTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task A_collection_has_its_members_in_the_recorded_order()
    {
        var result = await _site.FetchAsync("<fetch><entity name='account'><attribute name='name'/></entity></fetch>");

        result.Elements().Select(member => member.Name.LocalName).ShouldBe(
            ["Entities", "EntityName", "MinActiveRowVersion", "MoreRecords", "PagingCookie", "TotalRecordCount", "TotalRecordCountLimitExceeded"]);
        result.Element(Contracts + "EntityName")!.Value.ShouldBe("account");
        result.Element(Contracts + "TotalRecordCount")!.Value.ShouldBe("-1");
        result.Element(Contracts + "MoreRecords")!.Value.ShouldBe("false");
        result.Rows().Count.ShouldBe(12);
        result.Rows()[0].Element(Contracts + "Attributes")!.Elements().Select(pair => pair.Element(Generic + "key")!.Value).ShouldBe(["name", "accountid"]);
    }

    [Fact]
    public async Task The_paging_cookie_names_the_last_and_the_first_row_and_leads_on()
    {
        var ids = new List<string>();
        var (cookie, page, more) = ("", 1, true);
        while (more)
        {
            var paging = cookie.Length == 0 ? "" : $" paging-cookie='{new XText(cookie).ToString().Replace("\"", "&quot;", StringComparison.Ordinal)}'";
            var result = await _site.FetchAsync($"<fetch count='5' page='{page}'{paging}><entity name='account'><attribute name='name'/><order attribute='name'/></entity></fetch>");
            ids.AddRange(result.Rows().Select(row => row.Element(Contracts + "Id")!.Value));
            cookie = result.Element(Contracts + "PagingCookie")!.Value;
            more = result.Element(Contracts + "MoreRecords")!.Value == "true";
            var element = XElement.Parse(cookie);
            element.Attribute("page")!.Value.ShouldBe(page.ToString(System.Globalization.CultureInfo.InvariantCulture));
            element.Elements().Select(column => column.Name.LocalName).ShouldBe(["name", "accountid"]);
            element.Element("accountid")!.Attributes().Select(attribute => attribute.Name.LocalName).ShouldBe(["last", "first"]);
            element.Element("accountid")!.Attribute("last")!.Value.ShouldBe($"{{{ids[^1].ToUpperInvariant()}}}");
            page++;
        }

        ids.Count.ShouldBe(12);
        ids.Distinct().Count().ShouldBe(12);
    }

    [Fact]
    public async Task A_column_of_a_link_is_an_aliased_value_with_its_formatted_value()
    {
        var result = await _site.FetchAsync("<fetch top='1'><entity name='contact'><attribute name='fullname'/><link-entity name='account' from='accountid' to='parentcustomerid' alias='company'><attribute name='name'/><attribute name='revenue'/></link-entity></entity></fetch>");

        var row = result.Rows().Single();
        var aliased = row.Get("company.name")!;
        aliased.TypeOf().Name.ShouldBe("AliasedValue");
        aliased.Elements().Select(member => member.Name.LocalName).ShouldBe(["AttributeLogicalName", "EntityLogicalName", "Value"]);
        aliased.Element(Contracts + "EntityLogicalName")!.Value.ShouldBe("account");
        aliased.Element(Contracts + "Value")!.TypeOf().Name.ShouldBe("string");
        row.Get("company.revenue")!.Element(Contracts + "Value")!.TypeOf().Name.ShouldBe("Money");
        row.Formatted("company.revenue").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Figures_are_aliased_values()
    {
        var result = await _site.FetchAsync("<fetch aggregate='true'><entity name='account'><attribute name='accountid' aggregate='count' alias='n'/><attribute name='revenue' aggregate='sum' alias='total'/></entity></fetch>");

        var row = result.Rows().Single();
        row.Get("n")!.Element(Contracts + "Value")!.Value.ShouldBe("12");
        row.Get("n")!.Element(Contracts + "Value")!.TypeOf().Name.ShouldBe("int");
        row.Get("total")!.Element(Contracts + "Value")!.TypeOf().Name.ShouldBe("Money");
        row.Element(Contracts + "Id")!.Value.ShouldBe(Guid.Empty.ToString());
    }

    [Fact]
    public async Task A_QueryExpression_filters_joins_orders_and_pages()
    {
        var reply = await _site.CallAsync(
            "RetrieveMultiple",
            $"""
            <query i:type="b:QueryExpression">
              <b:ColumnSet>{Columns("fullname")}</b:ColumnSet>
              <b:Criteria><b:Conditions><b:ConditionExpression><b:AttributeName>statecode</b:AttributeName><b:Operator>Equal</b:Operator><b:Values><f:anyType i:type="x:int">0</f:anyType></b:Values></b:ConditionExpression></b:Conditions><b:FilterOperator>And</b:FilterOperator><b:Filters/></b:Criteria>
              <b:Distinct>false</b:Distinct><b:EntityName>contact</b:EntityName>
              <b:LinkEntities><b:LinkEntity><b:Columns>{Columns("name")}</b:Columns><b:EntityAlias>company</b:EntityAlias><b:JoinOperator>Inner</b:JoinOperator><b:LinkCriteria><b:Conditions><b:ConditionExpression><b:AttributeName>accountnumber</b:AttributeName><b:Operator>In</b:Operator><b:Values><f:anyType i:type="x:string">A-1001</f:anyType><f:anyType i:type="x:string">A-1002</f:anyType></b:Values></b:ConditionExpression></b:Conditions></b:LinkCriteria><b:LinkEntities/><b:LinkFromAttributeName>parentcustomerid</b:LinkFromAttributeName><b:LinkFromEntityName>contact</b:LinkFromEntityName><b:LinkToAttributeName>accountid</b:LinkToAttributeName><b:LinkToEntityName>account</b:LinkToEntityName></b:LinkEntity></b:LinkEntities>
              <b:Orders><b:OrderExpression><b:AttributeName>fullname</b:AttributeName><b:OrderType>Descending</b:OrderType></b:OrderExpression></b:Orders>
              <b:PageInfo><b:Count>2</b:Count><b:PageNumber>1</b:PageNumber><b:PagingCookie i:nil="true"/><b:ReturnTotalRecordCount>true</b:ReturnTotalRecordCount></b:PageInfo>
              <b:NoLock>false</b:NoLock>
            </query>
            """);

        var result = reply.Body.Element(Services + "RetrieveMultipleResult")!;
        var names = result.Rows().Select(row => row.Get("fullname")!.Value).ToList();
        names.Count.ShouldBe(2);
        names.ShouldBe(names.OrderDescending(StringComparer.OrdinalIgnoreCase));
        result.Element(Contracts + "MoreRecords")!.Value.ShouldBe("true");
        int.Parse(result.Element(Contracts + "TotalRecordCount")!.Value, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(2);
        result.Rows().ShouldAllBe(row => row.Get("company.name") != null);
    }

    [Fact]
    public async Task A_QueryExpression_without_columns_shows_the_primary_key_alone()
    {
        var reply = await _site.CallAsync("RetrieveMultiple", $"""<query i:type="b:QueryExpression"><b:ColumnSet>{Columns()}</b:ColumnSet><b:EntityName>account</b:EntityName></query>""");

        reply.Body.Element(Services + "RetrieveMultipleResult")!.Rows()[0].Element(Contracts + "Attributes")!.Elements().Select(pair => pair.Element(Generic + "key")!.Value).ShouldBe(["accountid"]);
    }

    [Fact]
    public async Task A_QueryByAttribute_finds_what_equals()
    {
        var reply = await _site.CallAsync(
            "RetrieveMultiple",
            $"""<query i:type="b:QueryByAttribute"><b:Attributes><f:string>accountnumber</f:string></b:Attributes><b:ColumnSet>{Columns("accountnumber")}</b:ColumnSet><b:EntityName>account</b:EntityName><b:Orders/><b:PageInfo i:nil="true"/><b:Values><f:anyType i:type="x:string">A-1003</f:anyType></b:Values></query>""");

        reply.Body.Element(Services + "RetrieveMultipleResult")!.Rows().Single().Get("accountnumber")!.Value.ShouldBe("A-1003");
    }

    [Fact]
    public async Task An_unknown_table_is_named()
    {
        var reply = await _site.CallAsync("RetrieveMultiple", """<query i:type="b:FetchExpression"><b:Query>&lt;fetch&gt;&lt;entity name="nothing"/&gt;&lt;/fetch&gt;</b:Query></query>""");

        reply.ErrorCode.ShouldBe(unchecked((int)0x80041102));
        reply.FaultString.ShouldBe("The entity with a name = 'nothing' was not found in the MetadataCache.");
    }
}
