using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>What the server refuses in a payload. PROTOCOL 5.11 and the published error codes.</summary>
public sealed class ValidationTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_with_two_spaces_in_the_message()
    {
        var answer = await _site.PostAsync("tasks", $$"""{"subject":"{{new string('x', 201)}}"}""");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe("0x80044331");
        answer.ErrorMessage.ShouldBe("A validation error occurred.  The length of the 'subject' attribute of the 'task' entity exceeded the maximum allowed length of '200'.");
    }

    [Theory]
    [InlineData("""{"Name":"x"}""", "Invalid property 'Name' was found in entity 'Microsoft.Dynamics.CRM.account'.")]
    [InlineData("""{"numberofemployees":"Charity"}""", "Cannot convert the literal 'Charity' to the expected type 'Edm.Int32'.")]
    [InlineData("""{"name":12}""", "Cannot convert the literal '12' to the expected type 'Edm.String'.")]
    [InlineData("""{"donotphone":"yes"}""", "Cannot convert the literal 'yes' to the expected type 'Edm.Boolean'.")]
    [InlineData("""{"numberofemployees":1.5}""", "Cannot convert the literal '1.5' to the expected type 'Edm.Int32'.")]
    [InlineData("not json", "Microsoft.OData.Json.JsonReaderException")]
    public async Task A_mistake_in_a_payload_comes_in_the_payload_envelope(string payload, string message)
    {
        var answer = await _site.PostAsync("accounts", payload);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe("0x80048d19");
        answer.ErrorMessage.ShouldStartWith("Error identified in Payload provided by the user for Entity :'accounts'");
        answer.ErrorMessage.ShouldContain(message);
    }

    [Theory]
    [InlineData("accounts", """{"numberofemployees":-1}""", "0x80044330", "outside the valid range(0 to 1000000000)")]
    [InlineData("accounts", """{"creditlimit":-0.01}""", "0x80044330", "outside the valid range(0 to 100000000000000)")]
    [InlineData("accounts", """{"address1_latitude":90.5}""", "0x80044330", "outside the valid range(-90 to 90)")]
    [InlineData("contacts", """{"gendercode":99}""", "0x8004431a", "The value '99' of 'gendercode' on record of type 'contact' is outside the valid range. Accepted Values: 1,2")]
    [InlineData("new_projects", """{"new_tags":"1,100000000"}""", "0x8004431a", "The value '1' of 'new_tags'")]
    [InlineData("contacts", """{"birthdate":"1700-01-01"}""", "0x80040239", "Minimum value supported: 01/01/1753")]
    public async Task A_value_out_of_range_is_refused(string set, string payload, string code, string message)
    {
        var answer = await _site.PostAsync(set, payload);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe(code);
        answer.ErrorMessage.ShouldContain(message);
    }

    [Fact]
    public async Task A_lookup_to_a_missing_row_is_refused()
    {
        var id = Guid.NewGuid();

        var answer = await _site.PostAsync("accounts", $$"""{"name":"x","primarycontactid@odata.bind":"/contacts({{id}})"}""");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.ErrorCode.ShouldBe("0x80040217");
        answer.ErrorMessage.ShouldBe($"Entity 'contact' With Id = {id} Does Not Exist");
    }
}
