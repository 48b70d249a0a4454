using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Annotations, formatted values and related rows. Microsoft Learn: "Retrieve a table row using the Web API"; PROTOCOL 5.2, partly recorded.</summary>
public sealed class AnnotationTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private const string All = "odata.include-annotations=\"*\"";
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task A_lookup_shows_its_name_its_table_and_its_navigation_property()
    {
        var answer = await _site.GetAsync("contacts?$select=_parentcustomerid_value&$filter=externaluseridentifier eq 'C-1001'", ("Prefer", All));

        var row = answer.Rows.ShouldHaveSingleItem();
        row.GetProperty("_parentcustomerid_value@OData.Community.Display.V1.FormattedValue").GetString().ShouldBe("Nordwind Logistik GmbH");
        row.GetProperty("_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname").GetString().ShouldBe("account");
        row.GetProperty("_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty").GetString().ShouldBe("parentcustomerid_account");
        answer.Headers["Preference-Applied"].ShouldBe("odata.include-annotations=\"*\"");
        answer.Json.GetProperty("@Microsoft.Dynamics.CRM.totalrecordcount").GetInt32().ShouldBe(-1);
    }

    [Theory]
    [InlineData("accounts", "accountnumber eq 'A-1001'", "revenue", "€48,500,000.00")]
    [InlineData("accounts", "accountnumber eq 'A-1004'", "revenue", "$31,800,000.00")]
    [InlineData("accounts", "accountnumber eq 'A-1010'", "numberofemployees", "520")]
    [InlineData("accounts", "accountnumber eq 'A-1001'", "statecode", "Active")]
    [InlineData("accounts", "accountnumber eq 'A-1001'", "donotphone", "Allow")]
    [InlineData("accounts", "accountnumber eq 'A-1001'", "createdon", "3/3/2025 8:30 AM")]
    [InlineData("contacts", "externaluseridentifier eq 'C-1001'", "birthdate", "1/1/1958")]
    [InlineData("contacts", "externaluseridentifier eq 'C-1001'", "gendercode", "Female")]
    [InlineData("new_projects", "new_code eq 'PRJ-001'", "new_tags", "Internal; Strategic")]
    [InlineData("new_projects", "new_code eq 'PRJ-001'", "new_effort", "240.5")]
    public async Task Values_are_formatted_for_people(string set, string filter, string column, string formatted)
    {
        var answer = await _site.GetAsync($"{set}?$select={column}&$filter={filter}", ("Prefer", "odata.include-annotations=\"OData.Community.Display.V1.FormattedValue\""));

        answer.Rows.ShouldHaveSingleItem().GetProperty(column + "@OData.Community.Display.V1.FormattedValue").GetString().ShouldBe(formatted);
    }

    [Fact]
    public async Task Without_the_preference_there_are_no_annotations()
    {
        var answer = await _site.GetAsync("contacts?$top=1");

        answer.Rows[0].EnumerateObject().Select(property => property.Name).Where(name => name.Contains('@')).ShouldBe(["@odata.etag"]);
    }

    [Fact]
    public async Task A_lookup_expands_to_the_related_row()
    {
        var answer = await _site.GetAsync("accounts?$select=name&$expand=primarycontactid($select=fullname)&$filter=accountnumber eq 'A-1001'");

        var contact = answer.Rows.ShouldHaveSingleItem().GetProperty("primarycontactid");
        contact.GetProperty("fullname").GetString().ShouldBe("Ines Albrecht");
        contact.EnumerateObject().Select(property => property.Name).ShouldBe(["fullname", "contactid"]);
        answer.Json.GetProperty("@odata.context").GetString()!.ShouldEndWith("#accounts(name,primarycontactid(fullname))");
    }

    [Fact]
    public async Task A_collection_expands_to_its_rows()
    {
        var answer = await _site.GetAsync("accounts?$select=name&$expand=contact_customer_accounts($select=fullname;$orderby=fullname;$top=2;$filter=gendercode eq 1)&$filter=accountnumber eq 'A-1001'");

        answer.Rows.ShouldHaveSingleItem().GetProperty("contact_customer_accounts").EnumerateArray()
            .Select(contact => contact.GetProperty("fullname").GetString()).ShouldBe(["Jonas Petersen", "Tom Hansen"]);
    }

    [Fact]
    public async Task An_owner_is_a_user_or_a_team()
    {
        var answer = await _site.GetAsync("tasks?$select=subject,_ownerid_value&$expand=ownerid_task&$filter=subject eq 'Check credit limit'", ("Prefer", All));

        var task = answer.Rows.ShouldHaveSingleItem();
        task.GetProperty("_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname").GetString().ShouldBe("team");
        task.GetProperty("ownerid_task").GetProperty("name").GetString().ShouldBe("Key Accounts");
    }

    [Fact]
    public async Task An_error_has_more_to_say_when_annotations_are_asked_for()
    {
        var id = new Guid("5b4ced1c-88e1-ee11-904c-6045bd05e9d4");

        var plain = await _site.GetAsync($"accounts({id})");
        var annotated = await _site.GetAsync($"accounts({id})", ("Prefer", All));

        plain.Status.ShouldBe(HttpStatusCode.NotFound);
        plain.Text.ShouldBe($"{{\"error\":{{\"code\":\"0x80040217\",\"message\":\"Entity 'account' With Id = {id} Does Not Exist\"}}}}");
        var error = annotated.Json.GetProperty("error");
        error.GetProperty("@Microsoft.PowerApps.CDS.ErrorDetails.ApiExceptionMessageName").GetString().ShouldBe("ObjectDoesNotExist");
        error.GetProperty("@Microsoft.PowerApps.CDS.HelpLink").GetString().ShouldBe("http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a80040217&client=platform");
        error.GetProperty("@Microsoft.PowerApps.CDS.InnerError.Message").GetString().ShouldBe(error.GetProperty("message").GetString());
    }
}
