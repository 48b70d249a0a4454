using System.Net;
using System.Net.Http.Headers;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>The challenge and the headers of every answer. PROTOCOL 2.2 point 5 and 5.1, both recorded.</summary>
public sealed class SignInTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Theory]
    [InlineData(null)]
    [InlineData("expired-token")]
    public async Task A_request_without_a_good_token_is_told_where_to_sign_in(string? token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(_site.Origin) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        using var response = await client.GetAsync("/api/data/v9.2/", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.GetValues("WWW-Authenticate").ShouldHaveSingleItem()
            .ShouldBe($"Bearer authorization_uri={_site.Origin}/{_site.Options.Directory.TenantId}/oauth2/authorize, resource_id={_site.Origin}/");
    }

    [Theory]
    [InlineData("v9.0")]
    [InlineData("v9.1")]
    [InlineData("v9.2")]
    public async Task Each_version_answers_under_its_own_address(string version)
    {
        var answer = await _site.GetAsync($"{_site.Origin}/api/data/{version}/WhoAmI");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Json.GetProperty("@odata.context").GetString().ShouldBe($"{_site.Origin}/api/data/{version}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse");
    }

    [Fact]
    public async Task An_unknown_version_is_refused()
    {
        var answer = await _site.GetAsync($"{_site.Origin}/api/data/v8.2/WhoAmI");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.ErrorMessage.ShouldContain("v8.2");
    }

    [Fact]
    public async Task Every_answer_has_the_headers_of_a_real_one()
    {
        var answer = await _site.GetAsync("WhoAmI");

        answer.Headers["OData-Version"].ShouldBe("4.0");
        answer.Headers["Content-Type"].ShouldBe("application/json; odata.metadata=minimal");
        answer.Headers["x-ms-dop-hint"].ShouldBe("5");
        answer.Headers["x-ms-ratelimit-time-remaining-xrm-requests"].ShouldMatch(@"^1,(200|1\d\d)\.\d\d$");
        Guid.TryParse(answer.Headers["x-ms-service-request-id"], out _).ShouldBeTrue();
        answer.Headers["Set-Cookie"].ShouldContain("ARRAffinity=");
        answer.Headers["Set-Cookie"].ShouldContain("ReqClientId=");
    }
}
