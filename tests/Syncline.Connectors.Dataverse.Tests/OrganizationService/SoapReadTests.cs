using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using static Syncline.Connectors.Dataverse.Tests.Scripted.SoapScript;

namespace Syncline.Connectors.Dataverse.Tests.OrganizationService;

public sealed class SoapReadTests
{
    private const string Query = "a:QueryExpression";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_column_is_read_as_its_own_kind()
    {
        var attributes = Pair("accountid", "g:guid|465b158c-541c-e511-80d3-3863bb347ba8") + Pair("name", "d:string|Müller &amp; \"Söhne\"\n&lt;x&gt;")
            + Pair("numberofemployees", "d:int|12") + Pair("versionnumber", "d:long|9007199254740993") + Pair("revenue", "b:Money|<b:Value>1200.5000</b:Value>")
            + Pair("new_share", "d:decimal|1.0000000000") + Pair("new_height", "d:double|2") + Pair("donotemail", "d:boolean|true")
            + Pair("new_founded", "d:dateTime|1980-02-29T00:00:00Z") + Pair("lastonholdtime", "d:dateTime|2024-03-01T12:30:15Z") + Pair("new_opens", "d:dateTime|2024-03-01T09:00:00Z")
            + Pair("industrycode", "b:OptionSetValue|<b:Value>2</b:Value>")
            + Pair("new_interests", "n:OptionSetValueCollection|<b:OptionSetValue><b:Value>4</b:Value></b:OptionSetValue><b:OptionSetValue><b:Value>1</b:Value></b:OptionSetValue>")
            + Pair("primarycontactid", "b:EntityReference|<b:Id>a16b3f4b-1be7-e611-8101-e0071b6af231</b:Id><b:LogicalName>contact</b:LogicalName><b:Name>Ann Example</b:Name>");
        await using var site = new SoapSite().On(Query, Page(false, null, (attributes, Label("industrycode", "Steel") + Label("numberofemployees", "12"))));
        await using var connection = site.Connect();

        using var rows = (await ReadAsync(connection,
            "accountid", "name", "numberofemployees", "versionnumber", "revenue", "new_share", "new_height", "donotemail", "new_founded", "lastonholdtime", "new_opens",
            "industrycode", "industrycode.label", "new_interests", "primarycontactid", "primarycontactid.table", "primarycontactid.name", "@version")).Single();

        Row(rows, 0).ShouldBe(
        [
            new Guid("465b158c-541c-e511-80d3-3863bb347ba8"), "Müller & \"Söhne\"\n<x>", 12L, 9007199254740993L, 1200.5m, 1m, 2d, true, new DateOnly(1980, 2, 29),
            new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc), new DateTime(2024, 3, 1, 9, 0, 0), 2, "Steel", "1,4",
            new Guid("a16b3f4b-1be7-e611-8101-e0071b6af231"), "contact", "Ann Example", "W/\"9007199254740993\"",
        ]);
    }

    [Fact]
    public async Task What_a_row_leaves_out_is_null_and_wrapped_values_are_unwrapped()
    {
        await using var site = new SoapSite().On(Query, Page(
            false, null,
            (Pair("name", "b:AliasedValue|<b:AttributeLogicalName>name</b:AttributeLogicalName><b:EntityLogicalName>account</b:EntityLogicalName><b:Value i:type=\"d:string\">Inside</b:Value>")
                + Pair("revenue", "b:AliasedValue|<b:AttributeLogicalName>revenue</b:AttributeLogicalName><b:Value i:type=\"b:Money\"><b:Value>3.5</b:Value></b:Value>")
                + Pair("donotemail", "b:BooleanManagedProperty|<b:CanBeChanged>true</b:CanBeChanged><b:ManagedPropertyLogicalName>x</b:ManagedPropertyLogicalName><b:Value>false</b:Value>")
                + Pair("primarycontactid", "b:EntityReference|<b:Id>a16b3f4b-1be7-e611-8101-e0071b6af231</b:Id><b:LogicalName>contact</b:LogicalName><b:Name i:nil=\"true\"/>"), Label("primarycontactid", "By its label")),
            ("", "")));
        await using var connection = site.Connect();

        using var rows = (await ReadAsync(connection, "name", "revenue", "donotemail", "primarycontactid.name", "industrycode.label", "@version")).Single();

        Row(rows, 0).ShouldBe(["Inside", 3.5m, false, "By its label", null, null]);
        Row(rows, 1).ShouldAllBe(value => value == null);
    }

    [Fact]
    public async Task Pages_are_asked_for_by_the_cookie_of_the_one_before()
    {
        const string cookie = """<cookie page="1"><accountid last="{B}" first="{A}" /></cookie>""";
        await using var site = new SoapSite()
            .On(Query, Page(true, cookie, (Pair("name", "d:string|One"), "")))
            .On("<a:PageNumber>2</a:PageNumber>", Page(false, null, (Pair("name", "d:string|Two"), "")));
        await using var connection = site.Connect();

        var names = (await ReadAsync(connection, "name")).Select(batch => batch.GetText(0, 0)).ToList();

        names.ShouldBe(["One", "Two"]);
        var second = site.Requests[^1];
        second.Body.ShouldContain("""<a:PagingCookie>&lt;cookie page="1"&gt;&lt;accountid last="{B}" first="{A}" /&gt;&lt;/cookie&gt;</a:PagingCookie>""");
        second.Header("SOAPAction").ShouldBe("\"http://schemas.microsoft.com/xrm/2011/Contracts/Services/IOrganizationService/RetrieveMultiple\"");
        second.Header("Content-Type").ShouldBe("text/xml; charset=utf-8");
    }

    [Fact]
    public async Task Pages_of_what_a_filter_chooses_are_asked_for_in_FetchXML()
    {
        await using var site = new SoapSite()
            .On("FetchExpression", Page(true, """<cookie page="1"/>""", (Pair("name", "d:string|One"), "")))
            .On("page=\"2\"", Page(false, null, (Pair("name", "d:string|Two"), "")));
        await using var connection = site.Connect();

        var read = await connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], Filter = new NativeFilter("odata", "name ne null") }, Cancellation).ToListAsync(Cancellation);

        read.Select(batch => batch.GetText(0, 0)).ShouldBe(["One", "Two"]);
        site.Requests[^1].Body.ShouldContain("paging-cookie=\"&amp;lt;cookie page=&amp;quot;1&amp;quot;/&amp;gt;");
    }

    [Fact]
    public async Task Pages_without_a_cookie_are_asked_for_by_their_number()
    {
        await using var site = new SoapSite().On(Query, body => SoapSite.Soap(Page(!body.Contains(">3</a:PageNumber>", StringComparison.Ordinal), "", (Pair("name", "d:string|Row"), ""))));
        await using var connection = site.Connect();

        (await ReadAsync(connection, "name")).Count.ShouldBe(3);
        site.Requests[^1].Body.ShouldContain("<a:PagingCookie i:nil=\"true\" /><a:ReturnTotalRecordCount>false</a:ReturnTotalRecordCount>");
    }

    [Fact]
    public async Task A_cookie_that_begins_in_another_way_is_found_by_the_parser()
    {
        var first = Page(true, """<cookie page="1"/>""", (Pair("name", "d:string|One"), "")).Replace("<b:PagingCookie>", "<b:PagingCookie xmlns:z=\"z\">", StringComparison.Ordinal)
            .Replace("</b:PagingCookie>", "</b:PagingCookie><b:TotalRecordCount>-1</b:TotalRecordCount>", StringComparison.Ordinal);
        await using var site = new SoapSite().On(Query, first).On(">2</a:PageNumber>", Page(false, null, (Pair("name", "d:string|Two"), "")));
        await using var connection = site.Connect();

        (await ReadAsync(connection, "name")).Select(batch => batch.GetText(0, 0)).ShouldBe(["One", "Two"]);
    }

    [Fact]
    public async Task Rows_are_found_by_values_with_their_types()
    {
        await using var site = new SoapSite().On(Query, Page(false, null, (Pair("name", "d:string|One"), "")));
        await using var connection = site.Connect();
        var id = new Guid("465b158c-541c-e511-80d3-3863bb347ba8");

        await connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], Keys = new KeyFilter(["accountid"], [[id]]) }, Cancellation).ToListAsync(Cancellation);
        await connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], Keys = new KeyFilter(["name", "numberofemployees"], [["<A>", 3L]]) }, Cancellation).ToListAsync(Cancellation);

        site.Requests[^2].Body.ShouldContain(
            """<query i:type="a:QueryExpression"><a:ColumnSet><a:AllColumns>false</a:AllColumns><a:Columns><r:string>name</r:string><r:string>accountid</r:string></a:Columns></a:ColumnSet>"""
            + """<a:Criteria><a:Conditions><a:ConditionExpression><a:AttributeName>accountid</a:AttributeName><a:Operator>In</a:Operator><a:Values><r:anyType i:type="g:guid">465b158c-541c-e511-80d3-3863bb347ba8</r:anyType></a:Values></a:ConditionExpression></a:Conditions></a:Criteria>"""
            + "<a:Distinct>false</a:Distinct><a:EntityName>account</a:EntityName><a:Orders><a:OrderExpression><a:AttributeName>accountid</a:AttributeName><a:OrderType>Ascending</a:OrderType></a:OrderExpression></a:Orders>"
            + """<a:PageInfo><a:Count>5000</a:Count><a:PageNumber>1</a:PageNumber><a:PagingCookie i:nil="true" /><a:ReturnTotalRecordCount>false</a:ReturnTotalRecordCount></a:PageInfo></query>""");
        site.Requests[^1].Body.ShouldContain(
            "<a:Criteria><a:FilterOperator>Or</a:FilterOperator><a:Filters><a:FilterExpression><a:Conditions><a:ConditionExpression><a:AttributeName>name</a:AttributeName><a:Operator>Equal</a:Operator>"
            + """<a:Values><r:anyType i:type="x:string">&lt;A&gt;</r:anyType></a:Values></a:ConditionExpression><a:ConditionExpression><a:AttributeName>numberofemployees</a:AttributeName><a:Operator>Equal</a:Operator>"""
            + """<a:Values><r:anyType i:type="x:int">3</r:anyType></a:Values></a:ConditionExpression></a:Conditions><a:FilterOperator>And</a:FilterOperator></a:FilterExpression></a:Filters></a:Criteria>""");
    }

    [Fact]
    public async Task Signs_that_XML_has_no_place_for_and_texts_in_pieces_are_read()
    {
        await using var site = new SoapSite().On(Query, Page(false, null, (Pair("name", "d:string|a&#x1;b<!-- not this --><![CDATA[<c>]]>&amp;d"), "")));
        await using var connection = site.Connect();

        (await ReadAsync(connection, "name")).Single().GetText(0, 0).ShouldBe("a\u0001b<c>&d");
    }

    [Theory]
    [InlineData("2024-03-01T12:30:15Z")]
    [InlineData("2024-03-01T12:30:15")]
    [InlineData("2024-03-01T12:30:15.0000000Z")]
    [InlineData("2024-03-01T14:30:15+02:00")]
    public async Task Moments_are_read_in_each_form_that_the_schema_type_has(string text)
    {
        await using var site = new SoapSite().On(Query, Page(false, null, (Pair("lastonholdtime", "d:dateTime|" + text), "")));
        await using var connection = site.Connect();

        (await ReadAsync(connection, "lastonholdtime")).Single().GetValue(0, 0).ShouldBe(new DateTime(2024, 3, 1, 12, 30, 15, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("12:30")]
    [InlineData("3/1/2024")]
    [InlineData("2024-02-30T12:30:15Z")]
    [InlineData("2024-03-01T25:30:15Z")]
    public async Task What_is_no_moment_is_not_taken_for_one(string text)
    {
        await using var site = new SoapSite().On(Query, Page(false, null, (Pair("lastonholdtime", "d:dateTime|" + text), "")));
        await using var connection = site.Connect();

        (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, "lastonholdtime"))).Error.Id.ShouldBe("DV2103");
    }

    [Theory]
    [InlineData(true, "<cookie page=\"1\"/>", "in a circle")]
    [InlineData(true, null, "an empty page")]
    public async Task A_read_that_never_ends_is_broken_off(bool hasMore, string? cookie, string why)
    {
        await using var site = new SoapSite().On(Query, cookie is null ? Page(hasMore, "x") : Page(hasMore, cookie, (Pair("name", "d:string|One"), "")));
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, "name"))).Error;

        error.Id.ShouldBe("DV2101");
        error.Message.ShouldContain(why);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]>")]
    [InlineData("<?xml-stylesheet href=\"http://example.com\"?>")]
    public async Task A_document_type_and_instructions_are_refused(string before)
    {
        await using var site = new SoapSite().On(Query, before + Page(false, null, (Pair("name", "d:string|One"), "")));
        await using var connection = site.Connect();

        (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, "name"))).Error.Id.ShouldBe("DV2101");
    }

    [Fact]
    public async Task What_is_nested_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<b:x>", 100)) + string.Concat(Enumerable.Repeat("</b:x>", 100));
        await using var site = new SoapSite().On(Query, Page(false, null, (Pair("other", "b:x|" + deep), "")));
        await using var connection = site.Connect();

        (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, "name"))).Error.Id.ShouldBe("DV2101");
    }

    [Fact]
    public async Task A_page_that_is_cut_is_never_taken_for_a_whole_one()
    {
        var page = Page(false, null, (Pair("name", "d:string|One"), ""), (Pair("name", "d:string|Two"), ""));
        await using var site = new SoapSite();
        await using var connection = site.Connect();
        for (var length = 40; length < page.Length; length += 61)
        {
            var cut = page[..length];
            site.On(Query, _ => SoapSite.Soap(cut));

            (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, "name"), $"cut after {length} characters")).Error.Id.ShouldBe("DV2101");
        }
    }

    [Fact]
    public async Task A_value_of_another_kind_is_told_with_its_column_and_without_itself()
    {
        await using var site = new SoapSite().On(Query, Page(false, null, (Pair("numberofemployees", "d:string|secret"), "")));
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, "numberofemployees"))).Error;

        (error.Id, error.Column).ShouldBe(("DV2103", "numberofemployees"));
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Rows_are_counted_for_one_table()
    {
        await using var site = new SoapSite().On(">RetrieveTotalRecordCount<", Response("RetrieveTotalRecordCount", (
            "EntityRecordCountCollection", "f:EntityRecordCountCollection|<f:KeyValuePairOfstringlong xmlns:f=\"x\"><c:key>account</c:key><c:value>4711</c:value></f:KeyValuePairOfstringlong>")));
        await using var connection = site.Connect();

        (await connection.EstimateRowsAsync("account", Cancellation)).ShouldBe(4711);
    }

    private static string Label(string name, string text) => $"<b:KeyValuePairOfstringstring><c:key>{name}</c:key><c:value>{text}</c:value></b:KeyValuePairOfstringstring>";

    private static async Task<IReadOnlyList<RowBatch>> ReadAsync(DataverseConnection connection, params string[] columns) =>
        await connection.ReadAsync(new ReadRequest { Table = "account", Columns = columns }, Cancellation).ToListAsync(Cancellation);

    private static object?[] Row(RowBatch rows, int row) => [.. Enumerable.Range(0, rows.Columns.Count).Select(column => rows.GetValue(column, row))];
}
