using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary><c>$filter</c> and <c>$orderby</c>. Microsoft Learn: "Filter rows using OData", "Order rows using OData"; PROTOCOL 5.2.</summary>
public sealed class FilterTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Theory]
    [InlineData("accountnumber eq 'A-1003'", 1)]
    [InlineData("accountnumber eq 'a-1003'", 1)] // text compares without regard to case
    [InlineData("contains(name,'NORDWIND')", 2)]
    [InlineData("startswith(name,'nord') and endswith(name,'GmbH')", 2)]
    [InlineData("numberofemployees gt 300", 2)]
    [InlineData("numberofemployees ge 310 and numberofemployees le 520", 2)]
    [InlineData("revenue lt 6000000", 2)]
    [InlineData("parentaccountid/accountnumber eq 'A-1001'", 1)]
    [InlineData("_parentaccountid_value ne null", 2)]
    [InlineData("_parentaccountid_value eq null", 10)]
    [InlineData("not (address1_country eq 'Germany')", 9)]
    [InlineData("address1_country eq 'Germany' or address1_city eq 'Paris'", 4)]
    [InlineData("accountnumber in ('A-1001','A-1002')", 2)]
    [InlineData("Microsoft.Dynamics.CRM.In(PropertyName='accountnumber',PropertyValues=['A-1001','A-1002','A-9'])", 2)]
    [InlineData("Microsoft.Dynamics.CRM.In(PropertyName='accountcategorycode',PropertyValues=['1'])", 6)]
    [InlineData("createdon lt 2025-03-04", 12)]
    [InlineData("createdon eq 2025-03-03T08:30:00Z", 12)]
    [InlineData("statecode eq 0 and donotphone eq false", 12)]
    [InlineData("name eq 'O''Hara'", 0)]
    public async Task A_filter_finds_what_it_says(string filter, int count)
    {
        var answer = await _site.GetAsync("accounts?$select=name&$filter=" + Uri.EscapeDataString(filter));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Rows.Count.ShouldBe(count);
    }

    [Fact]
    public async Task A_lookup_is_compared_by_id()
    {
        var id = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");

        (await _site.GetAsync($"accounts?$select=name&$filter=accountid eq {id}")).Rows.Count.ShouldBe(1);
        (await _site.GetAsync($"accounts?$select=name&$filter=accountid ne {id}")).Rows.Count.ShouldBe(11);
        (await _site.GetAsync($"contacts?$select=fullname&$filter=_parentcustomerid_value eq {id}")).Rows.Count.ShouldBe(4);
        (await _site.GetAsync($"contacts?$select=fullname&$filter=parentcustomerid_account/accountid eq {id}")).Rows.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Not_equal_also_finds_rows_without_a_value()
    {
        var all = (await _site.GetAsync("leads?$select=subject")).Rows.Count;

        (await _site.GetAsync("leads?$select=subject&$filter=middlename ne 'x'")).Rows.Count.ShouldBe(all);
    }

    [Fact]
    public async Task Rows_are_ordered_by_several_columns()
    {
        var rows = (await _site.GetAsync("accounts?$select=name,address1_country,numberofemployees&$orderby=address1_country,numberofemployees desc")).Rows;

        var read = rows.ConvertAll(row => (row.GetProperty("address1_country").GetString()!, row.GetProperty("numberofemployees").GetInt32()));
        read.ShouldBe(read.OrderBy(row => row.Item1, StringComparer.OrdinalIgnoreCase).ThenByDescending(row => row.Item2).ToList());
        read.Select(row => row.Item1).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData("accounts?$select=Name", "0x0", "Could not find a property named 'Name' on type 'Microsoft.Dynamics.CRM.account'.")]
    [InlineData("accounts?$filter=nothing eq 1", "0x0", "Could not find a property named 'nothing' on type 'Microsoft.Dynamics.CRM.account'.")]
    [InlineData("accounts?$filter=numberofemployees eq 'many'", "0x0", "A binary operator with incompatible types was detected. Found operand types 'Edm.Int32' and 'Edm.String' for operator kind 'Equal'.")]
    [InlineData("accounts(test)", "0x80060888", "URL was not parsed due to an ODataUnrecognizedPathException. Bad Request - Error in query syntax near 'accounts(test)'.")]
    public async Task A_mistake_is_answered_in_the_servers_words(string path, string code, string message)
    {
        var answer = await _site.GetAsync(path);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe(code);
        answer.ErrorMessage.ShouldBe(message);
    }

    [Fact]
    public async Task An_unknown_set_name_is_not_found_and_names_are_case_sensitive()
    {
        var answer = await _site.GetAsync("Accounts");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.ErrorCode.ShouldBe("0x8006088a");
        answer.ErrorMessage.ShouldBe("Resource not found for the segment 'Accounts'.");
    }

    [Theory]
    [InlineData("accounts?$skip=5")]
    [InlineData("accounts?$filter=Account_Faxes/any(c:c/subject eq 'x')")]
    [InlineData("accounts?$filter=Microsoft.Dynamics.CRM.InFiscalYear(PropertyName='createdon',PropertyValue='2026')")]
    public async Task What_the_sandbox_does_not_support_is_said(string path)
    {
        var answer = await _site.GetAsync(path);

        answer.Status.ShouldBe(HttpStatusCode.NotImplemented);
        answer.ErrorMessage.ShouldStartWith("The sandbox does not support ");
    }
}
