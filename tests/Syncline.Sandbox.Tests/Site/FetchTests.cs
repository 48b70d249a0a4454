using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>FetchXML, views and <c>$apply</c>. Microsoft Learn: "Query data using FetchXml", "Aggregate data using OData"; PROTOCOL 5.2.</summary>
public sealed class FetchTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private const string Annotations = "odata.include-annotations=\"*\"";
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task Only_the_named_columns_come_and_those_without_a_value_are_left_out()
    {
        var rows = await RowsAsync("account", "<fetch><entity name='account'><attribute name='name'/><attribute name='parentaccountid'/><order attribute='accountnumber'/></entity></fetch>");

        rows.Count.ShouldBe(12);
        rows[0].EnumerateObject().Select(property => property.Name).ShouldBe(["@odata.etag", "name", "accountid"]);
        rows[8].GetProperty("_parentaccountid_value").GetGuid().ShouldBe(rows[0].GetProperty("accountid").GetGuid());
    }

    [Theory]
    [InlineData("<condition attribute='name' operator='eq' value='nordwind LOGISTIK gmbh'/>", 1)]
    [InlineData("<condition attribute='name' operator='like' value='Nordwind%'/>", 2)]
    [InlineData("<condition attribute='name' operator='like' value='[AB]%'/>", 2)]
    [InlineData("<condition attribute='accountnumber' operator='in'><value>A-1001</value><value>A-1002</value></condition>", 2)]
    [InlineData("<condition attribute='accountnumber' operator='not-in'><value>A-1001</value><value>A-1002</value></condition>", 10)]
    [InlineData("<condition attribute='numberofemployees' operator='between'><value>34</value><value>61</value></condition>", 3)]
    [InlineData("<condition attribute='revenue' operator='ge' value='31800000'/>", 3)]
    [InlineData("<condition attribute='parentaccountid' operator='null'/>", 10)]
    [InlineData("<condition attribute='parentaccountid' operator='not-null'/>", 2)]
    [InlineData("<condition attribute='createdon' operator='on' value='2025-03-03'/>", 12)]
    [InlineData("<condition attribute='createdon' operator='olderthan-x-days' value='1'/>", 12)]
    [InlineData("<condition attribute='ownerid' operator='eq-userid'/>", 4)]
    [InlineData("<condition attribute='statecode' operator='ne' value='0'/>", 0)]
    [InlineData("<filter type='or'><condition attribute='address1_country' operator='eq' value='Norway'/><condition attribute='address1_country' operator='eq' value='Spain'/></filter>", 2)]
    [InlineData("<condition attribute='creditlimit' operator='lt' valueof='revenue'/>", 12)]
    public async Task Rows_are_filtered(string condition, int count)
    {
        (await RowsAsync("account", $"<fetch><entity name='account'><attribute name='name'/><filter>{condition}</filter></entity></fetch>")).Count.ShouldBe(count);
    }

    [Fact]
    public async Task Choices_are_filtered_by_the_values_they_contain()
    {
        (await RowsAsync("new_project", "<fetch><entity name='new_project'><attribute name='new_tags'/><filter><condition attribute='new_tags' operator='contain-values'><value>100000001</value></condition></filter></entity></fetch>"))
            .ShouldAllBe(row => row.GetProperty("new_tags").GetString() == "100000000,100000001");
    }

    [Fact]
    public async Task A_link_adds_columns_under_its_alias()
    {
        var rows = await RowsAsync("contact", "<fetch><entity name='contact'><attribute name='fullname'/><order attribute='externaluseridentifier'/><link-entity name='account' from='accountid' to='parentcustomerid' alias='a'><attribute name='name'/><attribute name='ownerid'/><filter><condition attribute='accountnumber' operator='eq' value='A-1002'/></filter></link-entity></entity></fetch>", Annotations);

        rows.Select(row => row.GetProperty("fullname").GetString()).ShouldBe(["Reto Ammann", "Selina Frei", "Luca Bernasconi"]);
        rows.ShouldAllBe(row => row.GetProperty("a.name").GetString() == "Alpenglas AG");
        rows[0].GetProperty("a.ownerid@OData.Community.Display.V1.FormattedValue").GetString().ShouldBe("Bruno Keller");
        rows[0].GetProperty("a.ownerid@Microsoft.Dynamics.CRM.lookuplogicalname").GetString().ShouldBe("systemuser");
    }

    [Fact]
    public async Task An_outer_link_keeps_rows_without_a_partner_and_a_condition_can_look_for_them()
    {
        const string Link = "<link-entity name='account' from='parentaccountid' to='accountid' link-type='outer' alias='child'><attribute name='name'/></link-entity>";

        (await RowsAsync("account", $"<fetch><entity name='account'><attribute name='name'/>{Link}</entity></fetch>")).Count.ShouldBe(12);
        (await RowsAsync("account", $"<fetch><entity name='account'><attribute name='name'/><filter><condition entityname='child' attribute='accountid' operator='null'/></filter>{Link}</entity></fetch>")).Count.ShouldBe(10);
    }

    [Theory]
    [InlineData("exists", 2)]
    [InlineData("in", 2)]
    public async Task Some_links_only_ask_whether_there_is_a_row(string type, int count)
    {
        (await RowsAsync("account", $"<fetch><entity name='account'><attribute name='name'/><link-entity name='account' from='parentaccountid' to='accountid' link-type='{type}'/></entity></fetch>")).Count.ShouldBe(count);
    }

    [Fact]
    public async Task Links_within_a_filter_ask_too()
    {
        (await RowsAsync("account", "<fetch><entity name='account'><attribute name='name'/><filter><link-entity name='account' from='parentaccountid' to='accountid' link-type='not any'/></filter></entity></fetch>")).Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_link_goes_through_the_table_of_an_N_to_N_relationship()
    {
        (await RowsAsync("team", "<fetch><entity name='team'><attribute name='name'/><link-entity name='teammembership' from='teamid' to='teamid'><link-entity name='systemuser' from='systemuserid' to='systemuserid' alias='u'><attribute name='fullname'/></link-entity></link-entity></entity></fetch>"))
            .Select(row => row.GetProperty("u.fullname").GetString()).Order(StringComparer.Ordinal).ShouldBe(["Ada Winter", "Bruno Keller", "Chiara Neri", "Dana Lind", "Emil Roth", "Fiona Dahl", "Gustav Holm"]);
    }

    [Fact]
    public async Task Pages_go_on_from_the_cookie_through_every_row_once()
    {
        var seen = new List<string>();
        string? cookie = null;
        for (var page = 1; ; page++)
        {
            var given = cookie is null ? "" : $" paging-cookie='{new XText(cookie)}'".Replace("\"", "&quot;", StringComparison.Ordinal);
            var answer = await FetchAsync("contacts", $"<fetch count='7' page='{page}'{given}><entity name='contact'><attribute name='externaluseridentifier'/><order attribute='jobtitle'/></entity></fetch>", Annotations);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
            seen.AddRange(answer.Rows.Select(row => row.GetProperty("externaluseridentifier").GetString()!));
            if (!answer.Json.GetProperty("@Microsoft.Dynamics.CRM.morerecords").GetBoolean())
            {
                answer.Json.TryGetProperty("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie", out _).ShouldBeFalse();
                break;
            }

            var outer = XElement.Parse(answer.Json.GetProperty("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie").GetString()!);
            outer.Attribute("pagenumber")!.Value.ShouldBe($"{page + 1}");
            cookie = WebUtility.UrlDecode(WebUtility.UrlDecode(outer.Attribute("pagingcookie")!.Value));
            cookie.ShouldMatch("^<cookie page=\"[0-9]+\"><jobtitle last=\"[^\"]+\" first=\"[^\"]+\" /><contactid last=\"{[0-9A-F-]+}\" first=\"{[0-9A-F-]+}\" /></cookie>$");
        }

        seen.Count.ShouldBe(40);
        seen.Distinct(StringComparer.Ordinal).Count().ShouldBe(40);
    }

    [Fact]
    public async Task Top_ends_the_list()
    {
        (await RowsAsync("account", "<fetch top='3'><entity name='account'><attribute name='name'/></entity></fetch>")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Distinct_rows_come_once_and_without_their_key()
    {
        var rows = await RowsAsync("account", "<fetch distinct='true'><entity name='account'><attribute name='address1_country'/><order attribute='address1_country'/></entity></fetch>");

        rows.Count.ShouldBe(8);
        rows[0].EnumerateObject().Select(property => property.Name).ShouldBe(["address1_country"]);
    }

    [Fact]
    public async Task The_total_is_given_when_asked_for()
    {
        var answer = await FetchAsync("contacts", "<fetch count='5' returntotalrecordcount='true'><entity name='contact'><attribute name='fullname'/></entity></fetch>", Annotations);

        answer.Json.GetProperty("@Microsoft.Dynamics.CRM.totalrecordcount").GetInt32().ShouldBe(40);
    }

    [Fact]
    public async Task Figures_are_computed_by_group()
    {
        var rows = await RowsAsync("account", "<fetch aggregate='true'><entity name='account'><attribute name='transactioncurrencyid' alias='currency' groupby='true'/><attribute name='accountid' alias='n' aggregate='count'/><attribute name='numberofemployees' alias='people' aggregate='sum'/><attribute name='numberofemployees' alias='most' aggregate='max'/><attribute name='address1_country' alias='countries' aggregate='countcolumn' distinct='true'/><order alias='n' descending='true'/></entity></fetch>", Annotations);

        rows.Select(row => row.GetProperty("n").GetInt32()).ShouldBe([8, 2, 2]);
        rows[0].GetProperty("currency@OData.Community.Display.V1.FormattedValue").GetString().ShouldBe("Euro");
        rows[0].GetProperty("people").GetInt32().ShouldBe(883);
        rows[0].GetProperty("most").GetInt32().ShouldBe(310);
        rows[0].GetProperty("countries").GetInt32().ShouldBe(6);
    }

    [Fact]
    public async Task Dates_are_grouped_by_their_parts()
    {
        var rows = await RowsAsync("contact", "<fetch aggregate='true'><entity name='contact'><attribute name='birthdate' alias='year' groupby='true' dategrouping='year'/><attribute name='contactid' alias='n' aggregate='count'/></entity></fetch>");

        rows.Sum(row => row.GetProperty("n").GetInt32()).ShouldBe(40);
        rows[0].GetProperty("year").GetInt32().ShouldBe(1958);
    }

    [Fact]
    public async Task More_than_fifty_thousand_rows_are_not_aggregated()
    {
        await using var large = await SiteHost.StartAsync(new SandboxOptions { SeedRows = 50_001 });

        var answer = await large.GetAsync("contacts?fetchXml=" + Uri.EscapeDataString("<fetch aggregate='true'><entity name='contact'><attribute name='contactid' alias='n' aggregate='count'/></entity></fetch>"));

        answer.ErrorCode.ShouldBe("0x8004e023");
    }

    [Theory]
    [InlineData("<fetch>", "0x80040303", "Invalid XML")]
    [InlineData("<fetch><entity name='nothing'/></fetch>", "0x80041102", "The entity with a name = 'nothing' was not found in the MetadataCache.")]
    [InlineData("<fetch><entity name='account'><attribute name='X'/></entity></fetch>", "0x80041103", "'Account' entity doesn't contain attribute with Name = 'X'")]
    [InlineData("<fetch><entity name='account'><filter><condition attribute='name' operator='sounds-like' value='x'/></filter></entity></fetch>", "0x80040219", "The sandbox does not support the operator 'sounds-like'.")]
    [InlineData("<fetch><entity name='contact'/></fetch>", "0x80040303", "'contact'")]
    public async Task A_mistake_in_a_query_is_told(string fetch, string code, string words)
    {
        var answer = await FetchAsync("accounts", fetch);

        answer.ErrorCode.ShouldBe(code);
        answer.ErrorMessage.ShouldContain(words);
    }

    [Theory]
    [InlineData("savedqueries", "savedQuery", "savedqueryid", "Active Accounts", 12)]
    [InlineData("savedqueries", "savedQuery", "savedqueryid", "My Active Accounts", 4)]
    [InlineData("userqueries", "userQuery", "userqueryid", "German accounts", 3)]
    public async Task A_view_is_a_query(string set, string option, string key, string name, int count)
    {
        var id = await _site.IdAsync(set, key, $"name eq '{name}' and returnedtypecode eq 'account'");

        (await _site.GetAsync($"accounts?{option}={id}")).Rows.Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("groupby((statuscode))", """[{"statuscode":1}]""")]
    [InlineData("groupby((statuscode),aggregate($count as count))", """[{"statuscode":1,"count":12}]""")]
    [InlineData("aggregate(numberofemployees with sum as total,numberofemployees with min as least)", """[{"total":1779,"least":34}]""")]
    [InlineData("filter(address1_country eq 'Germany')/aggregate($count as n)", """[{"n":3}]""")]
    [InlineData("filter(address1_country eq 'Germany')/groupby((address1_city),aggregate(revenue with max as most))", """[{"address1_city":"Bremen","most":9600000.0},{"address1_city":"Hamburg","most":48500000.0},{"address1_city":"Stuttgart","most":22900000.0}]""")]
    [InlineData("groupby((primarycontactid/gendercode),aggregate(accountid with countdistinct as n))", """[{"primarycontactid_gendercode":1,"n":6},{"primarycontactid_gendercode":2,"n":6}]""")]
    public async Task Apply_groups_and_computes(string apply, string value)
    {
        var answer = await _site.GetAsync("accounts?$apply=" + Uri.EscapeDataString(apply));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Json.GetProperty("value").GetRawText().ShouldBe(value);
    }

    [Theory]
    [InlineData("accounts", "contact_customer_accounts/any(c:c/firstname eq 'Ines')", 1)]
    [InlineData("accounts", "contact_customer_accounts/all(c:c/statecode eq 0)", 12)]
    [InlineData("accounts", "not account_parent_account/any()", 10)]
    [InlineData("systemusers", "teammembership_association/any(t:t/name eq 'Contoso')", 7)]
    [InlineData("accounts", "Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=[\"34\",\"61\"])", 3)]
    [InlineData("new_projects", "Microsoft.Dynamics.CRM.ContainValues(PropertyName='new_tags',PropertyValues=['100000002'])", 2)]
    public async Task Filters_reach_into_collections_and_know_the_query_functions(string set, string filter, int count)
    {
        var answer = await _site.GetAsync($"{set}?$filter={Uri.EscapeDataString(filter)}");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Rows.Count.ShouldBe(count);
    }

    private Task<SiteHost.Answer> FetchAsync(string set, string fetch, string? prefer = null) =>
        _site.GetAsync($"{set}?fetchXml={Uri.EscapeDataString(fetch)}", prefer is null ? [] : [("Prefer", prefer)]);

    private async Task<List<JsonElement>> RowsAsync(string table, string fetch, string? prefer = null)
    {
        var answer = await FetchAsync(table + "s", fetch, prefer);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Rows;
    }
}
