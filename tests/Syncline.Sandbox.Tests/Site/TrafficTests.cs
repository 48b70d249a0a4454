using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Service protection, modelled duration, faults and the journal. PROTOCOL 5.13; Microsoft Learn: "Service protection API limits".</summary>
public sealed class TrafficTests : IAsyncLifetime
{
    private readonly SteppedClock _clock = new();
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync(new SandboxOptions { TimeProvider = _clock });

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Every_answer_tells_what_is_left()
    {
        var answer = await _site.GetAsync("WhoAmI");

        answer.Headers["x-ms-dop-hint"].ShouldBe("5");
        answer.Headers["x-ms-ratelimit-burst-remaining-xrm-requests"].ShouldBe("5999");
        answer.Headers["x-ms-ratelimit-time-remaining-xrm-requests"].ShouldBe("1,200.00");
    }

    [Fact]
    public async Task Requests_beyond_the_limit_are_refused_until_the_oldest_leave_the_window()
    {
        await _site.OrderAsync("limits", """{"requests":2}""");
        await _site.GetAsync("WhoAmI");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _site.GetAsync("WhoAmI");

        var refused = await _site.GetAsync("WhoAmI");

        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers["Retry-After"].ShouldBe("290");
        refused.ErrorCode.ShouldBe("0x80072322");
        refused.ErrorMessage.ShouldBe("Number of requests exceeded the limit of 2 over time window of 300 seconds.");
        _clock.Advance(TimeSpan.FromSeconds(289));
        (await _site.GetAsync("WhoAmI")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await _site.GetAsync("WhoAmI")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Execution_time_is_counted_and_limited()
    {
        await _site.OrderAsync("limits", """{"millisecondsPerRequest":1000,"millisecondsPerRowWritten":500,"executionSeconds":2}""");
        var bulk = """{"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","name":"a"},{"@odata.type":"Microsoft.Dynamics.CRM.account","name":"b"}]}""";

        var first = await TakingAsync(2, () => _site.PostAsync("accounts/Microsoft.Dynamics.CRM.CreateMultiple", bulk));

        first.Status.ShouldBe(HttpStatusCode.OK);
        var refused = await _site.GetAsync("WhoAmI");
        refused.ErrorCode.ShouldBe("0x80072321");
        refused.ErrorMessage.ShouldStartWith("Combined execution time of incoming requests exceeded limit of 2,000 milliseconds over time window of 300 seconds.");
        refused.Headers["Retry-After"].ShouldBe("298");
        refused.Headers["x-ms-ratelimit-time-remaining-xrm-requests"].ShouldBe("0.00");
    }

    [Fact]
    public async Task Requests_at_the_same_moment_are_limited()
    {
        await _site.OrderAsync("limits", """{"millisecondsPerRequest":1000,"concurrent":2}""");
        Task<SiteHost.Answer>[] running = [_site.GetAsync("WhoAmI"), _site.GetAsync("WhoAmI")];
        await WaitAsync(() => _clock.Waiting == 2);

        var refused = await _site.GetAsync("WhoAmI");

        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.ErrorCode.ShouldBe("0x80072326");
        refused.ErrorMessage.ShouldBe("Number of concurrent requests exceeded the limit of 2.");
        refused.Headers.ShouldContainKey("Retry-After");
        _clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var answer in await Task.WhenAll(running))
        {
            answer.Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Beyond_the_knee_more_requests_at_once_take_longer_each()
    {
        await _site.OrderAsync("limits", """{"millisecondsPerRequest":1000,"knee":2}""");
        var running = new List<Task<SiteHost.Answer>>();
        for (var i = 1; i <= 4; i++)
        {
            running.Add(_site.GetAsync("WhoAmI"));
            await WaitAsync(() => _clock.Waiting == i);
        }

        // The third takes 3/2 of a second, the fourth 4/2.
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(running[..2]);
        _clock.Waiting.ShouldBe(2);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await running[2];
        _clock.Waiting.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        (await running[3]).Status.ShouldBe(HttpStatusCode.OK);

        await _site.OrderAsync("limits", """{"knee":0}""");
        (await _site.GetAsync(_site.Origin + "/_sandbox/limits")).Json.TryGetProperty("knee", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Users_and_web_servers_are_counted_apart()
    {
        await _site.OrderAsync("limits", """{"requests":1,"webServers":2}""");
        (string, string) first = ("Cookie", "ARRAffinity=sandbox0"), second = ("Cookie", "ARRAffinity=sandbox1");

        (await _site.GetAsync("WhoAmI", first)).Headers["Set-Cookie"].ShouldContain("ARRAffinity=sandbox0;");
        (await _site.GetAsync("WhoAmI", first)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await _site.GetAsync("WhoAmI", second)).Status.ShouldBe(HttpStatusCode.OK);
        (await _site.GetAsync("WhoAmI", first, ("Authorization", "Bearer bruno.keller@contoso.example"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_affinity_the_web_servers_take_turns()
    {
        await _site.OrderAsync("limits", """{"webServers":3}""");
        var cookies = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            cookies.Add((await _site.GetAsync("WhoAmI")).Headers["Set-Cookie"].Split(';')[0]);
        }

        cookies.Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_connection_breaks_before_or_after_the_change_was_made()
    {
        await _site.OrderAsync("faults", """[{"kind":"reset-before","method":"POST"},{"kind":"reset-after","method":"POST"}]""");

        await Should.ThrowAsync<HttpRequestException>(() => _site.PostAsync("accounts", """{"name":"x","accountnumber":"F-1"}"""));
        (await _site.GetAsync("accounts(accountnumber='F-1')")).Status.ShouldBe(HttpStatusCode.NotFound);
        await Should.ThrowAsync<HttpRequestException>(() => _site.PostAsync("accounts", """{"name":"x","accountnumber":"F-1"}"""));
        (await _site.GetAsync("accounts(accountnumber='F-1')")).Status.ShouldBe(HttpStatusCode.OK);
        (await _site.PostAsync("accounts", """{"name":"x","accountnumber":"F-2"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_body_ends_in_its_middle()
    {
        await _site.OrderAsync("faults", """[{"kind":"truncated-body","path":"accounts"}]""");

        await Should.ThrowAsync<HttpRequestException>(() => _site.GetAsync("accounts?$select=name"));
    }

    [Fact]
    public async Task A_body_comes_in_pieces()
    {
        await _site.OrderAsync("faults", """[{"kind":"slow-body","piece":100000,"pause":5000}]""");

        var answer = await TakingAsync(5, () => _site.GetAsync("accounts?$select=name"));

        answer.Rows.Count.ShouldBe(12);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task An_error_status_comes_as_often_as_ordered_after_those_to_skip(int status)
    {
        await _site.OrderAsync("faults", $$"""[{"kind":"status","status":{{status}},"retryAfter":7,"skip":1,"times":2}]""");

        List<int> seen = [];
        for (var i = 0; i < 4; i++)
        {
            seen.Add((int)(await _site.GetAsync("WhoAmI")).Status);
        }

        seen.ShouldBe([200, status, status, 200]);
    }

    [Fact]
    public async Task A_duplicate_delivery_is_carried_out_twice()
    {
        await _site.OrderAsync("faults", """[{"kind":"duplicate","method":"POST"}]""");

        (await _site.PostAsync("accounts", """{"name":"Twice"}""")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync("accounts?$filter=name eq 'Twice'")).Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_sites_clock_can_be_wrong()
    {
        await _site.OrderAsync("clock", """{"skewSeconds":-3600}""");

        var created = await _site.PostAsync("accounts", """{"name":"Early"}""");

        created.Headers["Date"].ShouldBe("Mon, 02 Mar 2026 08:30:15 GMT");
        (await _site.GetAsync($"accounts({created.CreatedId})?$select=createdon")).Json.GetProperty("createdon").GetString().ShouldBe("2026-03-02T08:30:15Z");
    }

    [Fact]
    public async Task The_journal_keeps_requests_without_tokens_and_counts_them()
    {
        await _site.PostAsync("accounts", """{"name":"Written down"}""", ("MSCRM.BypassCustomPluginExecution", "true"));
        await _site.GetAsync("accounts?$select=name");

        var requests = (await _site.GetAsync(_site.Origin + "/_sandbox/requests")).Json;
        requests.GetArrayLength().ShouldBe(2);
        requests[0].GetProperty("method").GetString().ShouldBe("POST");
        requests[0].GetProperty("target").GetString().ShouldBe("/api/data/v9.2/accounts");
        requests[0].GetProperty("status").GetInt32().ShouldBe(204);
        requests[0].GetProperty("rowsWritten").GetInt32().ShouldBe(1);
        requests[0].GetProperty("headers").GetProperty("MSCRM.BypassCustomPluginExecution").GetString().ShouldBe("true");
        requests.GetRawText().ShouldNotContain(SiteHost.Token);
        (await _site.GetAsync(_site.Origin + "/_sandbox/requests?since=1")).Json.GetArrayLength().ShouldBe(1);
        var stats = (await _site.GetAsync(_site.Origin + "/_sandbox/stats")).Json;
        stats.GetProperty("requests").GetInt32().ShouldBe(2);
        stats.GetProperty("rowsRead").GetInt32().ShouldBe(13);
        stats.GetProperty("byMethod").GetProperty("GET").GetInt32().ShouldBe(1);
        await _site.SendAsync("DELETE", _site.Origin + "/_sandbox/stats");
        (await _site.GetAsync(_site.Origin + "/_sandbox/stats")).Json.GetProperty("requests").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("limits", """{"requests":0}""", "requests must be at least 1.")]
    [InlineData("limits", """{"request":1}""", "'request' is unknown. Known: enabled, requests, ")]
    [InlineData("limits", """{"requests":"many"}""", "The value at '$.requests' has the wrong type.")]
    [InlineData("faults", """[{"kind":"explode"}]""", "their kinds are reset-before, reset-after, no-answer, slow-body, truncated-body, status, duplicate.")]
    [InlineData("faults", """[{"kind":"status","status":200}]""", "status must be")]
    public async Task An_order_with_a_mistake_is_refused_and_says_why(string path, string body, string part)
    {
        var answer = await _site.SendAsync("POST", $"{_site.Origin}/_sandbox/{path}", body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json.GetProperty("error").GetString()!.ShouldContain(part);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Moves the clock once the request waits for it.</summary>
    private async Task<SiteHost.Answer> TakingAsync(int seconds, Func<Task<SiteHost.Answer>> send)
    {
        var sending = send();
        await WaitAsync(() => _clock.Waiting > 0 || sending.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return await sending;
    }
}
