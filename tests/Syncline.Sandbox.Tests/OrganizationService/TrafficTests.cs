using System.Globalization;
using System.Net;
using System.Xml;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>Limits, faults on order, privileges and the journal: the same as for the Web API, in SOAP's form. PROTOCOL 0, 2.6 and 5.13.</summary>
public sealed class TrafficTests : IAsyncLifetime
{
    private readonly SteppedClock _clock = new();
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync(new SandboxOptions { TimeProvider = _clock });

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Requests_beyond_the_limit_are_a_fault_with_the_wait_as_a_duration()
    {
        await _site.OrderAsync("limits", """{"requests":2}""");
        await _site.GetAsync("WhoAmI");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _site.ExecuteAsync("g:WhoAmI");

        var refused = await _site.ExecuteAsync("g:WhoAmI");

        refused.Status.ShouldBe(HttpStatusCode.InternalServerError);
        refused.ErrorCode.ShouldBe(-2147015902);
        refused.FaultString.ShouldBe("Number of requests exceeded the limit of 2 over time window of 300 seconds.");
        var wait = refused.Detail("Retry-After")!;
        wait.TypeOf().ShouldBe(("http://schemas.microsoft.com/2003/10/Serialization/", "duration"));
        XmlConvert.ToTimeSpan(wait.Value).ShouldBe(TimeSpan.FromSeconds(290));
        refused.Headers.GetValues("x-ms-ratelimit-burst-remaining-xrm-requests").ShouldBe(["0"]);
        (await StatsAsync("throttled")).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"kind":"status","status":503,"method":"POST"}""", HttpStatusCode.ServiceUnavailable)]
    [InlineData("""{"kind":"status","status":500,"path":"Organization.svc"}""", HttpStatusCode.InternalServerError)]
    public async Task Faults_on_order_meet_this_service_too(string order, HttpStatusCode status)
    {
        await _site.OrderAsync("faults", $"[{order}]");

        (await _site.ExecuteAsync("g:WhoAmI")).Status.ShouldBe(status);
        (await _site.ExecuteAsync("g:WhoAmI")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refusal_on_order_has_the_code_of_a_limit()
    {
        await _site.OrderAsync("faults", """[{"kind":"status","status":429}]""");

        var refused = await _site.ExecuteAsync("g:WhoAmI");

        refused.ErrorCode.ShouldBe(-2147015902);
        refused.Detail("Retry-After").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_repeated_request_is_carried_out_twice()
    {
        await _site.OrderAsync("faults", """[{"kind":"duplicate"}]""");

        await _site.CreateAsync("account", Pair("name", "x:string", "Echo"));

        (await _site.GetAsync("accounts/$count?$filter=name eq 'Echo'")).Text.ShouldBe("2");
    }

    [Fact]
    public async Task The_journal_tells_the_action_and_the_rows()
    {
        await _site.FetchAsync("<fetch><entity name='account'><attribute name='name'/></entity></fetch>");
        await _site.CreateAsync("account", Pair("name", "x:string", "Noted"));

        var entries = (await _site.SendAsync("GET", $"{_site.Origin}/_sandbox/requests?since=0")).Json.EnumerateArray().ToList();

        entries[0].GetProperty("target").GetString().ShouldBe(Address);
        entries[0].GetProperty("headers").GetProperty("SOAPAction").GetString()!.ShouldEndWith("/RetrieveMultiple\"");
        entries[0].GetProperty("rowsRead").GetInt32().ShouldBe(12);
        entries[1].GetProperty("rowsWritten").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_privilege_that_is_missing_is_named()
    {
        var reply = await _site.CallAsync("Create", $"<entity>{Entity("account", Pair("name", "x:string", "No"))}</entity>", httpHeaders: ("Authorization", "Bearer emil.roth@contoso.example"));

        reply.ErrorCode.ShouldBe(unchecked((int)0x80040220));
        reply.FaultString.ShouldContain("is missing prvCreateAccount privilege");
    }

    [Fact]
    public async Task A_header_of_the_envelope_lets_an_administrator_act_for_another()
    {
        var other = _site.Options.Directory.Users.First(user => user.UserName.StartsWith("emil.roth", StringComparison.Ordinal)).Id;

        var told = await _site.ExecuteAsync("g:WhoAmI", header: $"<b:CallerId>{other}</b:CallerId>");
        var nobody = await _site.ExecuteAsync("g:WhoAmI", header: $"<b:CallerId>{Guid.Empty}</b:CallerId>");
        var unknown = await _site.ExecuteAsync("g:WhoAmI", header: $"<b:CallerId>{Guid.NewGuid()}</b:CallerId>");

        told.Results.Value("UserId")!.Value.ShouldBe(other.ToString());
        nobody.Results.Value("UserId")!.Value.ShouldBe(_site.UserId.ToString());
        unknown.ErrorCode.ShouldBe(unchecked((int)0x80041d1f));
    }

    private async Task<long> StatsAsync(string counter) =>
        long.Parse((await _site.SendAsync("GET", $"{_site.Origin}/_sandbox/stats")).Json.GetProperty(counter).GetRawText(), CultureInfo.InvariantCulture);
}
