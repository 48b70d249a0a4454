using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>A user's time zone decides what is shown and when days begin, never what is kept; PROTOCOL 5.11.</summary>
public sealed class TimeZoneTests : IAsyncLifetime
{
    private const string Formatted = "scheduledend@OData.Community.Display.V1.FormattedValue";
    private static readonly (string, string) Annotations = ("Prefer", "odata.include-annotations=\"*\"");
    private SiteHost _site = null!;
    private Guid _task;

    public async ValueTask InitializeAsync()
    {
        _site = await SiteHost.StartAsync();
        _task = Guid.NewGuid();
        (await _site.PostAsync("tasks", $$"""{"activityid":"{{_task}}","subject":"Call","scheduledend":"2025-03-03T20:30:00Z"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.PatchAsync($"usersettingscollection({_site.UserId})", """{"timezonecode":235}""")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Values_stay_in_UTC_and_formatted_ones_follow_the_user()
    {
        var row = (await _site.GetAsync($"tasks({_task})?$select=scheduledend", Annotations)).Json;
        row.GetProperty("scheduledend").GetString().ShouldBe("2025-03-03T20:30:00Z");
        row.GetProperty(Formatted).GetString().ShouldBe("3/4/2025 5:30 AM");

        var written = await _site.SendAsync("PATCH", $"tasks({_task})?$select=scheduledend", """{"subject":"Call again"}""", ("Prefer", "return=representation,odata.include-annotations=\"*\""));
        written.Json.GetProperty(Formatted).GetString().ShouldBe("3/4/2025 5:30 AM");
    }

    [Theory]
    [InlineData("2025-03-04", 1)]
    [InlineData("2025-03-03", 0)]
    public async Task Days_are_those_of_the_user(string day, int found)
    {
        (await _site.GetAsync($"tasks?$select=subject&$filter=Microsoft.Dynamics.CRM.On(PropertyName='scheduledend',PropertyValue='{day}') and activityid eq {_task}")).Rows.Count.ShouldBe(found);
        (await FetchAsync($"<fetch><entity name='task'><attribute name='subject'/><filter><condition attribute='activityid' operator='eq' value='{_task}'/><condition attribute='scheduledend' operator='on' value='{day}'/></filter></entity></fetch>")).Rows.Count.ShouldBe(found);
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData("usertimezone='false'", 3)]
    public async Task Dates_are_grouped_by_the_users_clock_unless_the_query_says_otherwise(string option, int day)
    {
        var answer = await FetchAsync($"<fetch aggregate='true'><entity name='task'><attribute name='scheduledend' groupby='true' dategrouping='day' {option} alias='day'/><attribute name='activityid' aggregate='count' alias='n'/>"
            + $"<filter><condition attribute='activityid' operator='eq' value='{_task}'/></filter></entity></fetch>");

        answer.Rows.ShouldHaveSingleItem().GetProperty("day").GetInt32().ShouldBe(day);
    }

    [Fact]
    public async Task A_date_alone_is_the_same_everywhere()
    {
        var contact = await _site.IdAsync("contacts", "contactid", "externaluseridentifier eq 'C-1001'");
        (await _site.PatchAsync($"contacts({contact})", """{"birthdate":"1980-02-29"}""")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync($"contacts({contact})?$select=birthdate", Annotations)).Json.GetProperty("birthdate@OData.Community.Display.V1.FormattedValue").GetString().ShouldBe("2/29/1980");
    }

    [Fact]
    public async Task Another_user_sees_another_clock_and_a_zone_that_the_site_does_not_know_is_refused()
    {
        (await _site.GetAsync($"tasks({_task})?$select=scheduledend", Annotations, ("MSCRMCallerID", _site.Options.Directory.Users[1].Id.ToString()))).Json.GetProperty(Formatted).GetString().ShouldBe("3/3/2025 8:30 PM");

        (await _site.PatchAsync($"usersettingscollection({_site.UserId})", """{"timezonecode":1}""")).Status.ShouldBe(HttpStatusCode.NotImplemented);
    }

    private Task<SiteHost.Answer> FetchAsync(string fetch) => _site.GetAsync($"tasks?fetchXml={Uri.EscapeDataString(fetch)}");
}
