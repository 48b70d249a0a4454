using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Dataverse.Tests.Probing;

/// <summary>What a walk finds where the sandbox is too well-behaved: the scripted host is both the site and its sign-in server.</summary>
public sealed class ProbeFindingsTests : IAsyncDisposable
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string OtherTenant = "22222222-2222-2222-2222-222222222222";

    private readonly ScriptedSite site = new ScriptedSite().WithTables();
    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, "text/html", "site", "DV1102")]
    [InlineData(404, "text/html", "site", "DV1102")]
    [InlineData(503, "text/html", "site", "DV1104")]
    [InlineData(403, "text/html", "site", "DV1206")]
    public async Task A_host_that_does_not_ask_for_a_sign_in_is_no_site(int status, string mediaType, string stage, string error)
    {
        site.On("GET", "", _ => new SiteReply(status, "<html>", mediaType));

        var failed = (await WalkAsync()).Single(step => step.State == ProbeState.Failed);

        (failed.Stage.Id, failed.Error!.Id).ShouldBe((stage, error));
    }

    [Fact]
    public async Task A_sign_in_at_another_tenant_than_the_sites_is_a_warning()
    {
        Answer(siteTenant: OtherTenant);

        var warning = (await WalkAsync()).Single(step => step.Stage.Id == "endpoints");

        (warning.State, warning.Error!.Id).ShouldBe((ProbeState.Warning, "DV1302"));
        warning.Error.Advice!.ShouldContain("tenant=" + OtherTenant);
    }

    [Fact]
    public async Task A_tenant_that_the_sign_in_server_does_not_know_is_a_failure()
    {
        Answer(metadata: SiteReply.Json("""{"error":"invalid_tenant","error_description":"AADSTS90002: Tenant 'x' not found.\r\nTrace ID: 1"}""", 400));

        var failed = (await WalkAsync()).Single(step => step.State == ProbeState.Failed);

        (failed.Stage.Id, failed.Error!.Id, failed.Error.ServerText).ShouldBe(("endpoints", "DV1301", "AADSTS90002: Tenant 'x' not found."));
    }

    [Fact]
    public async Task An_address_that_the_sign_in_server_does_not_describe_is_a_warning()
    {
        Answer(metadata: Metadata("https://login.example/elsewhere/token"));

        var warning = (await WalkAsync()).Single(step => step.Stage.Id == "endpoints");

        (warning.State, warning.Error!.Id, warning.Error.Option).ShouldBe((ProbeState.Warning, "DV1303", "token-url"));
    }

    [Fact]
    public async Task A_user_who_may_not_read_accounts_but_other_tables_gets_a_warning_with_the_privilege()
    {
        Answer();
        site.On("GET", "accounts?", _ => SiteReply.Fault(403, "0x80040220", "Principal user (Id=1) is missing prvReadAccount privilege (Id=2) on OTC=1"));

        var step = (await WalkAsync())[^1];

        (step.Stage.Id, step.State, step.Error!.Id).ShouldBe(("read", ProbeState.Warning, "DV2105"));
        step.Error.Advice!.ShouldContain("prvReadAccount");
    }

    [Fact]
    public async Task A_user_who_may_read_nothing_fails_at_reading()
    {
        Answer();
        site.On("GET", "accounts?", _ => SiteReply.Fault(403, "0x80040220", "Principal user (Id=1) is missing prvReadAccount privilege (Id=2) on OTC=1"));
        site.On("GET", "systemusers?", _ => SiteReply.Fault(403, "0x80040220", "Principal user (Id=1) is missing prvReadUser privilege (Id=2) on OTC=8"));

        var step = (await WalkAsync())[^1];

        (step.Stage.Id, step.State, step.Error!.Id).ShouldBe(("read", ProbeState.Failed, "DV2105"));
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        handler.Dispose();
    }

    private void Answer(string siteTenant = Tenant, SiteReply? metadata = null) => site
        .On("GET", "", _ => new SiteReply(401).With(
            "WWW-Authenticate", $"Bearer authorization_uri=https://login.microsoftonline.com/{siteTenant}/oauth2/authorize, resource_id={site.Origin}/"))
        .WithTables()
        .On("GET", $"/{Tenant}/v2.0/.well-known/openid-configuration", _ => metadata ?? Metadata($"{site.Origin}/{Tenant}/oauth2/v2.0/token"))
        .On("POST", $"/{Tenant}/oauth2/v2.0/token", """{"access_token":"a-token","token_type":"Bearer","expires_in":3600}""")
        .On("GET", "WhoAmI", """{"UserId":"5d1b2f10-81a4-ee11-be37-000d3a2b7c11","OrganizationId":"b1a5c0de-7c1f-4f6e-8c52-2f4f0a6a1e77"}""")
        .On("GET", "RetrieveVersion", """{"Version":"9.2.0.0"}""")
        .On("GET", "organizations(", """{"name":"contoso"}""")
        .On("GET", "systemusers(", """{"fullname":"Syncline"}""")
        .On("GET", "EntityDefinitions(LogicalName='systemuser')", """
            {"LogicalName":"systemuser","EntitySetName":"systemusers","PrimaryIdAttribute":"systemuserid","PrimaryNameAttribute":"fullname",
             "Attributes":[{"LogicalName":"systemuserid","AttributeType":"Uniqueidentifier","AttributeTypeName":{"Value":"UniqueidentifierType"}}],"Keys":[],"ManyToOneRelationships":[],"value":[]}
            """)
        .On("GET", "accounts?", """{"value":[]}""")
        .On("GET", "systemusers?", """{"value":[]}""");

    private SiteReply Metadata(string tokenEndpoint) => SiteReply.Json(
        $$"""{"issuer":"https://login.microsoftonline.com/{{Tenant}}/v2.0","authorization_endpoint":"{{site.Origin}}/{{Tenant}}/oauth2/v2.0/authorize","token_endpoint":"{{tokenEndpoint}}"}""");

    private async Task<List<ProbeStep>> WalkAsync()
    {
        var settings = new ConnectionSettings
        {
            Name = "scripted",
            Connector = "dynamics-365",
            Options = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = site.Origin,
                ["client-id"] = "99999999-9999-9999-9999-999999999999",
                ["grant-type"] = "client_credentials",
                ["token-url"] = $"{site.Origin}/{Tenant}/oauth2/v2.0/token",
            },
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new("a-secret-of-the-app") },
        };
        using var state = new MemoryState();
        return await new DataverseConnector().ProbeAsync(settings, new ConnectorServices { HttpHandler = handler, State = state }, Cancellation).ToListAsync(Cancellation);
    }
}
