using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Errors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Dataverse.Tests.Reading;

public sealed class FetchXmlTests
{
    private const string Cookie = """
        <cookie pagenumber=\"2\" pagingcookie=\"%253ccookie%2520page%253d%25221%2522%253e%253caccountid%2520last%253d%2522%257bA%257d%2522%2520%252f%253e%253c%252fcookie%253e\" istracking=\"False\" />
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_filter_reads_its_rows_page_by_page_with_the_columns_asked_for()
    {
        var pages = new Queue<string>(
        [
            $$"""{"value":[{"@odata.etag":"W/\"1\"","name":"A","accountid":"{{Id(1)}}"}],"@Microsoft.Dynamics.CRM.fetchxmlpagingcookie":"{{Cookie.Trim()}}","@Microsoft.Dynamics.CRM.morerecords":true}""",
            $$"""{"value":[{"@odata.etag":"W/\"2\"","accountid":"{{Id(2)}}"}],"@Microsoft.Dynamics.CRM.morerecords":false}""",
        ]);
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?fetchXml=", _ => SiteReply.Json(pages.Dequeue()));
        await using var connection = site.Connect();

        var names = await ReadAsync(connection, "<filter><condition attribute='name' operator='like' value='A%'/></filter>");

        names.ShouldBe(["A", null]);
        var fetches = site.Requests.Where(request => request.Path.StartsWith("accounts?", StringComparison.Ordinal)).Select(request => XElement.Parse(request.Path["accounts?fetchXml=".Length..])).ToList();
        fetches.Select(fetch => (fetch.Attribute("page")!.Value, fetch.Attribute("count")!.Value, fetch.Attribute("paging-cookie")?.Value)).ShouldBe(
            [("1", "5000", null), ("2", "5000", """<cookie page="1"><accountid last="{A}" /></cookie>""")]);
        fetches[0].Element("entity")!.ToString(SaveOptions.DisableFormatting).ShouldBe(
            """<entity name="account"><attribute name="name" /><attribute name="accountid" /><filter><condition attribute="name" operator="like" value="A%" /></filter><order attribute="accountid" /></entity>""");
    }

    [Theory]
    [InlineData("<fetch distinct='true'><entity name='account'><attribute name='revenue'/><filter/><link-entity name='contact' from='accountid' to='accountid' alias='c'><attribute name='fullname'/></link-entity><order attribute='name'/></entity></fetch>", true)]
    [InlineData("<filter/><link-entity name='contact' from='accountid' to='accountid' alias='c'/><order attribute='name'/>", false)]
    public async Task A_whole_query_gives_its_rows_and_not_its_columns(string fetchXml, bool isDistinct)
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?fetchXml=", """{"value":[],"@Microsoft.Dynamics.CRM.morerecords":false}""");
        await using var connection = site.Connect();

        await ReadAsync(connection, fetchXml);

        var fetch = XElement.Parse(site.Requests[^1].Path["accounts?fetchXml=".Length..]);
        (fetch.Attribute("distinct") is not null).ShouldBe(isDistinct);
        fetch.Element("entity")!.ToString(SaveOptions.DisableFormatting).ShouldBe(
            """<entity name="account"><attribute name="name" /><attribute name="accountid" /><filter /><link-entity name="contact" from="accountid" to="accountid" alias="c" /><order attribute="name" /><order attribute="accountid" /></entity>""");
    }

    [Theory]
    [InlineData("<filter>", "DV2008")]
    [InlineData("<fetch><entity name='contact'/></fetch>", "DV2008")]
    [InlineData("<fetch aggregate='true'><entity name='account'/></fetch>", "DV2008")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><filter>&e;</filter>", "DV2008")]
    [InlineData("<script/>", "DV2008")]
    public async Task What_is_no_such_query_is_refused_before_anything_is_sent(string fetchXml, string id)
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();
        (await Should.ThrowAsync<SchemaException>(() => ReadAsync(connection, fetchXml))).Error.Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_page_that_does_not_tell_whether_it_is_the_last_is_not_taken_for_it()
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?fetchXml=", """{"value":[]}""");
        await using var connection = site.Connect();
        (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, "<filter/>"))).Error.Id.ShouldBe("DV2101");
    }

    [Fact]
    public async Task Keys_and_a_filter_both_hold()
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?fetchXml=", """{"value":[],"@Microsoft.Dynamics.CRM.morerecords":false}""");
        await using var connection = site.Connect();

        await ReadAsync(connection, "<filter/>", new KeyFilter(["accountnumber"], [["A & B"], ["C"]]));

        XElement.Parse(site.Requests[^1].Path["accounts?fetchXml=".Length..]).Descendants("condition").Select(condition => condition.Attribute("value")!.Value).ShouldBe(["A & B", "C"]);
    }

    [Fact]
    public async Task A_view_is_a_source_by_name_or_id_and_as_a_table_of_its_own()
    {
        await using var site = WithViews();
        await using var connection = site.Connect();

        foreach (var filter in new[] { "active accounts", Id(1).ToString() })
        {
            await connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], Filter = new NativeFilter("view", filter) }, Cancellation).ToListAsync(Cancellation);
        }

        await connection.ReadAsync(new ReadRequest { Table = "account/Active Accounts", Columns = ["name"] }, Cancellation).ToListAsync(Cancellation);
        (await connection.DescribeTableAsync("account/Active Accounts", Cancellation)).Name.ShouldBe("account/Active Accounts");

        site.Requests.Count(request => request.Path.Contains("""<condition attribute="statecode" operator="eq" value="0" />""", StringComparison.Ordinal)).ShouldBe(3);
        (await Should.ThrowAsync<SchemaException>(async () => await connection.DescribeTableAsync("account/Activ Accounts", Cancellation))).Error.Advice!.ShouldContain("Active Accounts");
        (await Should.ThrowAsync<SchemaException>(async () => await connection.DescribeTableAsync("account/Twice", Cancellation))).Error.Advice!.ShouldContain("personal");
    }

    private static ScriptedSite WithViews()
    {
        const string fetch = "<fetch><entity name='account'><attribute name='name'/><filter><condition attribute='statecode' operator='eq' value='0'/></filter></entity></fetch>";
        string Views(string id, params (int Number, string Name)[] views) =>
            $$"""{"value":[{{string.Join(',', views.Select(view => $$"""{"{{id}}":"{{Id(view.Number)}}","name":"{{view.Name}}","returnedtypecode":"account","fetchxml":"{{fetch}}"}"""))}}]}""";
        return new ScriptedSite().WithTables()
            .On("GET", "savedqueries?", Views("savedqueryid", (1, "Active Accounts"), (2, "Twice")))
            .On("GET", "userqueries?", Views("userqueryid", (3, "Twice")))
            .On("GET", "accounts?fetchXml=", """{"value":[],"@Microsoft.Dynamics.CRM.morerecords":false}""");
    }

    private static Guid Id(int number) => new($"00000000-0000-0000-0000-{number:d12}");

    private static async Task<IReadOnlyList<string?>> ReadAsync(DataverseConnection connection, string fetchXml, KeyFilter? keys = null)
    {
        var names = new List<string?>();
        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "account", Columns = ["name"], Filter = new NativeFilter("fetchxml", fetchXml), Keys = keys }, Cancellation))
        {
            names.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => batch.GetValue(0, row) as string));
            batch.Dispose();
        }

        return names;
    }
}
