using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Tests.Errors;

public sealed class IdentifyTests
{
    private const string WhoAmI = """
        {"@odata.context":"https://x/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse","BusinessUnitId":"0f3d2c55-81a4-ee11-be37-000d3a2b7c01",
         "UserId":"5D1B2F10-81A4-EE11-BE37-000D3A2B7C11","OrganizationId":"b1a5c0de-7c1f-4f6e-8c52-2f4f0a6a1e77"}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Organisation_user_and_version_are_told()
    {
        await using var site = new ScriptedSite()
            .On("GET", "WhoAmI", WhoAmI)
            .On("GET", "RetrieveVersion", """{"Version":"9.2.24012.190"}""")
            .On("GET", "organizations(b1a5c0de-7c1f-4f6e-8c52-2f4f0a6a1e77)", """{"name":"contoso"}""")
            .On("GET", "systemusers(5d1b2f10-81a4-ee11-be37-000d3a2b7c11)", """{"fullname":"Ada Winter","domainname":"ada@contoso.example"}""");
        await using var connection = site.Connect();

        var identity = await connection.IdentifyAsync(Cancellation);

        (identity.System, identity.SystemId, identity.User, identity.Version).ShouldBe(("contoso", "b1a5c0de-7c1f-4f6e-8c52-2f4f0a6a1e77", "Ada Winter", "9.2.24012.190"));
    }

    [Fact]
    public async Task A_user_who_may_not_read_names_still_has_an_identity()
    {
        await using var site = new ScriptedSite().On("GET", "WhoAmI", WhoAmI)
            .On("GET", "organizations(", _ => SiteReply.Fault(403, "0x80040220", "Principal user is missing prvReadOrganization privilege"));
        await using var connection = site.Connect();

        var identity = await connection.IdentifyAsync(Cancellation);

        (identity.System, identity.User, identity.Version).ShouldBe((new Uri(site.Origin).Authority, "5d1b2f10-81a4-ee11-be37-000d3a2b7c11", null));
    }

    [Theory]
    [InlineData(403, "0x80072560", "The user is not a member of the organization.", "DV1202", "application user")]
    [InlineData(403, "0x80040225", "The specified user is either disabled or is not a member of any business unit.", "DV1203", "enable the user")]
    [InlineData(403, "0x80042f09", "The user has not been assigned any roles.", "DV1204", "security role")]
    [InlineData(403, "0x80040220", "Principal user (Id=5d1b, type=8, roleCount=0, privilegeCount=0, accessMode=4) is missing prvReadUser privilege", "DV1204", "Manage security roles")]
    [InlineData(403, "0x8004a113", "User does not have required privileges to access the org when it is in Admin Only mode.", "DV1208", "Administration mode")]
    [InlineData(403, "0x8004d24b", "The user has not been assigned any License", "DV1205", "licence")]
    [InlineData(401, "0x80040204", "Invalid user auth.", "DV1201", "user_impersonation")]
    public async Task A_site_that_refuses_the_user_says_what_to_do(int status, string code, string text, string id, string advice)
    {
        await using var site = new ScriptedSite().On("GET", "WhoAmI", _ => SiteReply.Fault(status, code, text).With("x-ms-service-request-id", "r-1"));
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<SignInException>(async () => await connection.IdentifyAsync(Cancellation))).Error;

        (error.Id, error.ServerCode, error.ServerText, error.RequestId).ShouldBe((id, code, text, "r-1"));
        error.Advice!.ShouldContain(advice);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>Welcome to our shop</html>")]
    [InlineData(404, "text/html", "<html>Not found</html>")]
    [InlineData(302, "text/html", "")]
    [InlineData(404, "application/json", """{"status":404}""")]
    public async Task A_host_that_is_no_Dynamics_site_is_told_as_such(int status, string type, string body)
    {
        await using var site = new ScriptedSite().On("GET", "", _ => new SiteReply(status, body, type).With("Location", "https://shop.example/login"));
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<ConnectionException>(async () => await connection.IdentifyAsync(Cancellation))).Error;

        (error.Id, error.Option, error.Recovery).ShouldBe(("DV1102", "url", Recovery.Stop));
    }

    [Theory]
    [InlineData(200, "application/json", "{\"UserId\":")]
    [InlineData(200, "application/json", "{\"UserId\":\"not an id\"}")]
    public async Task An_answer_that_makes_no_sense_is_told_as_such(int status, string type, string body)
    {
        await using var site = new ScriptedSite().On("GET", "", _ => new SiteReply(status, body, type));
        await using var connection = site.Connect();

        (await Should.ThrowAsync<ConnectionException>(async () => await connection.IdentifyAsync(Cancellation))).Error.Id.ShouldBe("DV1105");
    }

    [Fact]
    public async Task A_throttled_read_passes_the_wait_on()
    {
        await using var site = new ScriptedSite().On("GET", "WhoAmI", _ => SiteReply.Fault(429, "0x80072321", "Combined execution time of incoming requests exceeded limit").With("Retry-After", "31"));
        await using var connection = site.Connect();

        var error = (await Should.ThrowAsync<ConnectionException>(async () => await connection.IdentifyAsync(Cancellation))).Error;

        (error.Id, error.Recovery, error.RetryAfter).ShouldBe(("DV1103", Recovery.Retry, TimeSpan.FromSeconds(31)));
    }

    [Fact]
    public async Task A_rejected_token_is_renewed_once_and_the_request_repeated()
    {
        await using var site = new ScriptedSite().On("GET", "", """{"Version":"9.2.1.1","name":"contoso"}""")
            .On("GET", "WhoAmI", request => request.Header("Authorization") == "Bearer token-1" ? new SiteReply(401) : SiteReply.Json(WhoAmI));
        await using var connection = site.Connect();

        (await connection.IdentifyAsync(Cancellation)).System.ShouldBe("contoso");

        site.Requests.Count(request => request.Path == "WhoAmI").ShouldBe(2);
    }

    [Fact]
    public async Task A_host_where_nothing_listens_is_unreachable()
    {
        var site = new ScriptedSite();
        await using var connection = site.Connect();
        await site.StopListeningAsync();

        (await Should.ThrowAsync<ConnectionException>(async () => await connection.IdentifyAsync(Cancellation))).Error.Id.ShouldBe("DV1101");
        await site.DisposeAsync();
    }
}
