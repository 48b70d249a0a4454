using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Unbound functions. Microsoft Learn: "Use Web API functions"; PROTOCOL 2.5 and 5.2.</summary>
public sealed class FunctionTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Theory]
    [InlineData("RetrieveVersion")]
    [InlineData("RetrieveVersion()")]
    public async Task RetrieveVersion_answers_a_present_version(string path)
    {
        var answer = await _site.GetAsync(path);

        Version.Parse(answer.Json.GetProperty("Version").GetString()!).ShouldBeGreaterThan(new Version(9, 2));
    }

    [Theory]
    [InlineData("RetrieveCurrentOrganization(AccessType='Default')")]
    [InlineData("RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')")]
    [InlineData("RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'")]
    public async Task RetrieveCurrentOrganization_names_the_endpoints(string path)
    {
        var detail = (await _site.GetAsync(path)).Json.GetProperty("Detail");

        detail.GetProperty("OrganizationId").GetGuid().ShouldBe(_site.Options.Directory.OrganizationId);
        var endpoints = detail.GetProperty("Endpoints");
        endpoints.GetProperty("Keys")[0].GetString().ShouldBe("WebApplication");
        endpoints.GetProperty("Values")[0].GetString().ShouldBe(_site.Origin + "/");
    }

    [Fact]
    public async Task RetrieveTotalRecordCount_counts_each_table_that_is_asked_for()
    {
        var counts = (await _site.GetAsync("RetrieveTotalRecordCount(EntityNames=['account','contact'])")).Json.GetProperty("EntityRecordCountCollection");

        counts.GetProperty("Keys").EnumerateArray().Select(key => key.GetString()).ShouldBe(["account", "contact"]);
        counts.GetProperty("Values").EnumerateArray().Select(value => value.GetInt32()).ShouldBe([12, 40]);
    }

    [Fact]
    public async Task A_function_called_with_the_wrong_verb_is_not_found()
    {
        var answer = await _site.PostAsync("WhoAmI", "{}");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.ErrorCode.ShouldBe("");
        answer.ErrorMessage.ShouldBe($"No HTTP resource was found that matches the request URI '{_site.Origin}/api/data/v9.2/WhoAmI'.");
    }
}
