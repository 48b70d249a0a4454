using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Tests.Discovery;

public sealed class SiteDiscoveryTests(SandboxSite sandbox)
{
    private readonly DataverseConnector connector = new();

    [Fact]
    public async Task The_url_alone_is_enough_to_find_where_to_sign_in()
    {
        var given = Settings(("url", sandbox.Server.Addresses.Site + "/main.aspx"));

        connector.NeedsDiscovery(given).ShouldBeTrue();
        var found = await connector.DiscoverAsync(given, sandbox.Services(), TestContext.Current.CancellationToken);

        found.Options["authorization-url"].ShouldEndWith("/oauth2/v2.0/authorize");
        found.Options["token-url"].ShouldEndWith("/oauth2/v2.0/token");
        found.Options["url"].ShouldBe(given.Options["url"]);
        connector.NeedsDiscovery(found).ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_signs_in_with_the_endpoints_found()
    {
        var given = sandbox.Settings(("authorization-url", ""), ("token-url", ""));
        var services = sandbox.Services();
        using var person = new SandboxPerson(new Uri(sandbox.Server.Addresses.Site));

        var found = await connector.DiscoverAsync(given, services, TestContext.Current.CancellationToken);
        var identity = await connector.SignInAsync(found, services, person, TestContext.Current.CancellationToken);

        identity.SystemId.ShouldBe(sandbox.SignedIn.SystemId);
    }

    [Fact]
    public async Task What_the_user_gave_stays_and_a_tenant_asks_nobody()
    {
        // Nothing listens on port 9 of this machine.
        var given = Settings(("url", "http://localhost:9"), ("tenant", "contoso.com"), ("token-url", "https://login.example/token"));

        connector.NeedsDiscovery(given).ShouldBeFalse();
        var found = await connector.DiscoverAsync(given, sandbox.Services(), TestContext.Current.CancellationToken);

        found.Options["token-url"].ShouldBe("https://login.example/token");
        found.Options["authorization-url"].ShouldBe("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize");
    }

    [Fact]
    public async Task Only_what_the_grant_needs_is_filled_in()
    {
        var given = Settings(("url", sandbox.Server.Addresses.Site), ("grant-type", "client_credentials"));

        var found = await connector.DiscoverAsync(given, sandbox.Services(), TestContext.Current.CancellationToken);

        found.Options.ShouldContainKey("token-url");
        found.Options.ShouldNotContainKey("authorization-url");
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/t/oauth2/authorize", "https://login.microsoftonline.com/t/oauth2/v2.0/token")]
    [InlineData("https://login.windows.net/t/oauth2/authorize", "https://login.microsoftonline.com/t/oauth2/v2.0/token")]
    [InlineData("https://login.microsoftonline.us/common/oauth2/authorize", "https://login.microsoftonline.us/organizations/oauth2/v2.0/token")]
    [InlineData("https://login.partner.microsoftonline.cn/t/oauth2/v2.0/authorize", "https://login.partner.microsoftonline.cn/t/oauth2/v2.0/token")]
    [InlineData("https://sts.contoso.com/adfs/oauth2/authorize", "https://sts.contoso.com/adfs/oauth2/token")]
    [InlineData("https://sts.contoso.com/adfs/ls", "https://sts.contoso.com/adfs/oauth2/token")]
    [InlineData("https://login.microsoftonline.com/", null)]
    public void The_endpoints_follow_from_the_address_that_the_site_names(string authorizationUri, string? tokenUrl) =>
        SignInEndpoints.OfChallenge(new Uri(authorizationUri))?.TokenUrl.ShouldBe(tokenUrl);

    [Theory]
    [InlineData("Bearer authorization_uri=http://login.example/t/oauth2/authorize", "DV1109")]
    [InlineData("Bearer authorization_uri=nonsense", "DV1109")]
    [InlineData("Bearer authorization_uri=https://login.microsoftonline.com/t/oauth2/authorize, resource_id=https://victim.crm4.dynamics.com/", "DV1110")]
    [InlineData("Bearer realm=\"x\"", "DV1108")]
    [InlineData("Negotiate", "DV1108")]
    public async Task A_site_is_not_blindly_believed(string challenge, string id)
    {
        await using var site = new ScriptedSite();
        site.On("GET", "", _ => new SiteReply(401).With("WWW-Authenticate", challenge));

        var error = await RefusedAsync(site);

        error.Id.ShouldBe(id);
    }

    [Theory]
    [InlineData(200, "DV1102", Recovery.Stop)]
    [InlineData(302, "DV1102", Recovery.Stop)]
    [InlineData(404, "DV1102", Recovery.Stop)]
    [InlineData(503, "DV1104", Recovery.Retry)]
    public async Task A_host_that_is_no_site_is_told_as_such(int status, string id, Recovery recovery)
    {
        await using var site = new ScriptedSite();
        site.On("GET", "", _ => new SiteReply(status, "<html>", "text/html"));

        var error = await RefusedAsync(site);

        (error.Id, error.Recovery).ShouldBe((id, recovery));
    }

    [Fact]
    public async Task A_site_in_microsofts_cloud_signs_in_at_microsoft_only()
    {
        using var evil = new FixedAnswer("Bearer authorization_uri=https://login.microsoftonline.com.evil.example/t/oauth2/authorize");
        var services = new ConnectorServices { HttpHandler = evil, State = new MemoryState() };

        var exception = await Should.ThrowAsync<ConnectionException>(async () =>
            await connector.DiscoverAsync(Settings(("url", "contoso.crm4.dynamics.com")), services, TestContext.Current.CancellationToken));

        (exception.Error.Id, exception.Error.Option).ShouldBe(("DV1109", "url"));
        evil.Sent.ShouldHaveSingleItem().Headers.Authorization.ShouldBeNull();
    }

    [Fact]
    public void Settings_are_explained_without_asking_anybody_however_little_is_there()
    {
        connector.Explain(Settings()).ShouldBeEmpty();
        connector.Explain(Settings(("url", "ada@contoso.com"))).ShouldBeEmpty();
        connector.Explain(Settings(("url", "contoso.crm4.dynamics.com"), ("tenant", "contoso.com"))).Select(fact => (fact.Label, fact.Value, fact.Option)).ShouldBe(
        [
            ("Site", "https://contoso.crm4.dynamics.com", null),
            ("Web API", "https://contoso.crm4.dynamics.com/api/data/v9.2/", null),
            ("Organization Service", "https://contoso.crm4.dynamics.com/XRMServices/2011/Organization.svc/web", null),
            ("Authorization URL", "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize", "authorization-url"),
            ("Token URL", "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token", "token-url"),
            ("Scope", "https://contoso.crm4.dynamics.com/user_impersonation offline_access openid profile", "scope"),
        ]);
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/contoso.com/oauth2/token", "openid")]
    [InlineData("https://sts.contoso.com/adfs/oauth2/token", "openid")]
    public void Endpoints_of_version_1_and_ad_fs_get_the_site_as_resource(string tokenUrl, string scope)
    {
        var facts = connector.Explain(Settings(("url", "contoso.crm4.dynamics.com"), ("token-url", tokenUrl)));

        facts.Single(fact => fact.Label == "Resource").Value.ShouldBe("https://contoso.crm4.dynamics.com/");
        facts.Single(fact => fact.Option == "scope").Value.ShouldBe(scope);
    }

    private async Task<ErrorDetail> RefusedAsync(ScriptedSite site) => (await Should.ThrowAsync<ConnectionException>(async () =>
        await connector.DiscoverAsync(Settings(("url", site.Origin)), sandbox.Services(), TestContext.Current.CancellationToken))).Error;

    private static ConnectionSettings Settings(params (string Name, string Value)[] options) => new()
    {
        Name = "crm",
        Connector = "dynamics-365",
        Options = options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal),
    };

    /// <summary>The answer of a host that no test can have: one in Microsoft's cloud.</summary>
    private sealed class FixedAnswer(string challenge) : HttpMessageHandler
    {
        public List<HttpRequestMessage> Sent { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add(request);
            var response = new HttpResponseMessage(System.Net.HttpStatusCode.Unauthorized) { RequestMessage = request };
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
            return Task.FromResult(response);
        }
    }
}
