using System.Xml.Linq;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>A page that is an answer of its own is written in another way than one within ExecuteMultiple, and says the same.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("<fetch><entity name='account'><all-attributes/><order attribute='accountid'/></entity></fetch>")]
    [InlineData("<fetch><entity name='contact'><all-attributes/></entity></fetch>")]
    [InlineData("<fetch><entity name='lead'><all-attributes/></entity></fetch>")]
    [InlineData("<fetch><entity name='opportunity'><all-attributes/></entity></fetch>")]
    [InlineData("<fetch><entity name='new_project'><all-attributes/></entity></fetch>")]
    [InlineData("<fetch><entity name='systemuser'><all-attributes/></entity></fetch>")]
    [InlineData("<fetch><entity name='contact'><attribute name='fullname' alias='who'/><link-entity name='account' from='accountid' to='parentcustomerid' alias='company' link-type='outer'><attribute name='name'/><attribute name='revenue'/><attribute name='ownerid'/><attribute name='createdon'/></link-entity></entity></fetch>")]
    [InlineData("<fetch distinct='true'><entity name='account'><attribute name='industrycode'/><attribute name='address1_city'/></entity></fetch>")]
    public async Task A_page_says_the_same_by_itself_and_within_another_message(string fetch)
    {
        var query = $"""i:type="b:FetchExpression"><b:Query>{new XText(fetch)}</b:Query>""";

        var alone = await _site.CallAsync("RetrieveMultiple", $"<query {query}</query>");
        var executed = await _site.ExecuteAsync("RetrieveMultiple", $"<b:KeyValuePairOfstringanyType><c:key>Query</c:key><c:value {query}</c:value></b:KeyValuePairOfstringanyType>");
        var within = await _site.ExecuteAsync(
            "ExecuteMultiple",
            Pair("Requests", "l:OrganizationRequestCollection", Request("RetrieveMultiple", $"<b:KeyValuePairOfstringanyType><c:key>Query</c:key><c:value {query}</c:value></b:KeyValuePairOfstringanyType>", "l:OrganizationRequest"))
            + Pair("Settings", "l:ExecuteMultipleSettings", "<l:ContinueOnError>true</l:ContinueOnError><l:ReturnResponses>true</l:ReturnResponses>"));

        var expected = within.Results.Value("Responses")!.Elements().Single().Element(Multiple + "Response")!.Element(Contracts + "Results")!.Value("EntityCollection")!;
        expected.Rows().ShouldNotBeEmpty();
        TextOf(alone.Body.Element(Services + "RetrieveMultipleResult")!).ShouldBe(TextOf(expected));
        TextOf(executed.Results.Value("EntityCollection")!).ShouldBe(TextOf(expected));
    }

    [Fact]
    public async Task Texts_of_a_page_come_as_they_were_written()
    {
        const string name = "a < b && c > \"d\" ]]> 'e'\r\nf\tg \u2028 ü 漢 😀 ";
        await _site.CreateAsync("account", Pair("name", "x:string", new XText(name.Replace("\r", "(CR)", StringComparison.Ordinal)).ToString().Replace("(CR)", "&#xD;", StringComparison.Ordinal)) + Pair("accountnumber", "x:string", "signs"));

        var result = await _site.FetchAsync("<fetch><entity name='account'><attribute name='name'/><filter><condition attribute='accountnumber' operator='eq' value='signs'/></filter></entity></fetch>");

        result.Rows().Single().Get("name")!.Value.ShouldBe(name);
    }

    [Fact]
    public async Task An_empty_page_is_whole()
    {
        var result = await _site.FetchAsync("<fetch><entity name='account'><attribute name='name'/><filter><condition attribute='name' operator='eq' value='nobody'/></filter></entity></fetch>");

        result.Rows().ShouldBeEmpty();
        result.Element(Contracts + "MoreRecords")!.Value.ShouldBe("false");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_in_the_order_of_the_primary_key_hold_every_row_once_either_way(bool descending)
    {
        var ids = new List<string>();
        var (cookie, more) = ("", true);
        for (var page = 1; more; page++)
        {
            var paging = cookie.Length == 0 ? "" : $" paging-cookie='{new XText(cookie).ToString().Replace("\"", "&quot;", StringComparison.Ordinal)}'";
            var result = await _site.FetchAsync($"<fetch count='5' page='{page}'{paging}><entity name='account'><attribute name='name'/><order attribute='accountid' descending='{(descending ? "true" : "false")}'/></entity></fetch>");
            ids.AddRange(result.Rows().Select(row => row.Element(Contracts + "Id")!.Value));
            cookie = result.Element(Contracts + "PagingCookie")!.Value;
            more = result.Element(Contracts + "MoreRecords")!.Value == "true";
        }

        var all = (await _site.FetchAsync("<fetch><entity name='account'><attribute name='name'/></entity></fetch>")).Rows().Select(row => row.Element(Contracts + "Id")!.Value);
        ids.ShouldBe(descending ? all.Reverse() : all);
    }

    /// <summary>Elements, types and texts, whatever prefixes they have.</summary>
    private static string TextOf(XElement element) => string.Join(
        '\n',
        element.Elements().Select(child => $"{child.Name}({TypeText(child)}{child.Attribute(Nil)?.Value}){(child.HasElements ? "\n" + TextOf(child) : child.Value)}"));

    private static string TypeText(XElement element) => element.Attribute(Soap.Type) is null ? "" : element.TypeOf().ToString();
}
