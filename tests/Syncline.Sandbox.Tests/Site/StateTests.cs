using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>State and status reason. PROTOCOL 5.11, measured on a live organisation.</summary>
public sealed class StateTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("""{"statecode":1}""", 1, 3)] // a state alone takes its default reason: lead 1 → 3
    [InlineData("""{"statecode":2}""", 2, 7)]
    [InlineData("""{"statecode":2,"statuscode":5}""", 2, 5)]
    [InlineData("""{"statuscode":2}""", 0, 2)] // a reason within the state
    public async Task A_lead_takes_the_state_that_it_is_given(string payload, int state, int status)
    {
        var lead = await _site.IdAsync("leads", "leadid", "companyname eq 'Klarsyn AB'");

        (await _site.PatchAsync($"leads({lead})", payload)).Status.ShouldBe(HttpStatusCode.NoContent);

        var row = (await _site.GetAsync($"leads({lead})?$select=statecode,statuscode")).Json;
        row.GetProperty("statecode").GetInt32().ShouldBe(state);
        row.GetProperty("statuscode").GetInt32().ShouldBe(status);
    }

    [Fact]
    public async Task A_reason_of_another_state_is_refused()
    {
        var lead = await _site.IdAsync("leads", "leadid", "companyname eq 'Klarsyn AB'");

        var answer = await _site.PatchAsync($"leads({lead})", """{"statuscode":7}""");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe("0x80048408");
    }

    [Theory]
    [InlineData(null, """{"statecode":1}""", true)] // Active → Inactive
    [InlineData(null, """{"statecode":1,"statuscode":4}""", true)] // Active → Cancelled
    [InlineData("""{"statuscode":3}""", """{"statecode":1}""", false)] // On hold → Inactive
    [InlineData("""{"statuscode":3}""", """{"statecode":1,"statuscode":4}""", true)]
    [InlineData("""{"statecode":1,"statuscode":4}""", """{"statecode":0}""", false)] // nothing leads back from Cancelled
    [InlineData("""{"statecode":1,"statuscode":4}""", """{"statuscode":2}""", true)] // within a state any reason passes
    public async Task Where_transitions_are_enforced_only_those_lead_to_another_state(string? first, string then, bool passes)
    {
        var project = (await _site.PostAsync("new_projects", """{"new_name":"Stateful"}""")).CreatedId;
        if (first is not null)
        {
            (await _site.PatchAsync($"new_projects({project})", first)).Status.ShouldBe(HttpStatusCode.NoContent);
        }

        var answer = await _site.PatchAsync($"new_projects({project})", then);

        if (passes)
        {
            answer.Status.ShouldBe(HttpStatusCode.NoContent);
        }
        else
        {
            (answer.Status, answer.ErrorCode).ShouldBe((HttpStatusCode.BadRequest, "0x8004f00e"));
            answer.ErrorMessage.ShouldContain($"(Id={project}) entity or component has attempted to transition from an invalid state");
        }
    }

    [Fact]
    public async Task A_task_can_not_be_created_closed()
    {
        var answer = await _site.PostAsync("tasks", """{"subject":"Done before","statuscode":6}""");

        answer.ErrorCode.ShouldBe("0x80048408");
        answer.ErrorMessage.ShouldStartWith("6 is not a valid status code for state code TaskState.Open");
    }
}
