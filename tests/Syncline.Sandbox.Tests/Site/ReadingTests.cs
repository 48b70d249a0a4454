using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Lists of rows: selection, order, filters. Microsoft Learn: "Query data using the Web API"; PROTOCOL 5.2.</summary>
public sealed class ReadingTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task WhoAmI_answers_the_ids_of_the_directory()
    {
        var answer = await _site.GetAsync("WhoAmI");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Json.GetProperty("UserId").GetGuid().ShouldBe(_site.UserId);
        answer.Json.GetProperty("OrganizationId").GetGuid().ShouldBe(_site.Options.Directory.OrganizationId);
        answer.Json.GetProperty("BusinessUnitId").GetGuid().ShouldBe(_site.Options.Directory.BusinessUnitId);
    }

    [Fact]
    public async Task A_list_shows_the_selected_columns_the_primary_key_and_an_etag()
    {
        var answer = await _site.GetAsync("accounts?$select=name,accountnumber&$filter=accountnumber eq 'A-1001'");

        var row = answer.Rows.ShouldHaveSingleItem();
        row.EnumerateObject().Select(property => property.Name).ShouldBe(["@odata.etag", "name", "accountnumber", "accountid"]);
        row.GetProperty("name").GetString().ShouldBe("Nordwind Logistik GmbH");
        answer.Json.GetProperty("@odata.context").GetString().ShouldBe(_site.Origin + "/api/data/v9.2/$metadata#accounts(name,accountnumber)");
    }

    [Fact]
    public async Task Selecting_money_adds_the_currency_and_selecting_a_city_adds_the_composite_address()
    {
        var answer = await _site.GetAsync("accounts?$select=name,revenue,address1_city&$filter=accountnumber eq 'A-1001'");

        var row = answer.Rows.ShouldHaveSingleItem();
        row.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["@odata.etag", "name", "revenue", "address1_city", "accountid", "_transactioncurrencyid_value", "address1_composite"]);
        row.GetProperty("revenue").GetRawText().ShouldBe("48500000.0");
        row.GetProperty("address1_composite").GetString().ShouldBe("Am Sandtorkai 12\r\nHamburg, 20457\r\nGermany");
    }

    [Theory]
    [InlineData("roles", HttpStatusCode.NotImplemented, "0x80040219")]
    [InlineData("new_nosuchthings", HttpStatusCode.NotFound, "0x8006088a")]
    public async Task A_table_that_every_site_has_is_not_called_missing(string set, HttpStatusCode status, string code)
    {
        var answer = await _site.GetAsync(set);

        (answer.Status, answer.ErrorCode).ShouldBe((status, code));
    }
}
