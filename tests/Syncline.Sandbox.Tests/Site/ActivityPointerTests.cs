using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>The table <c>activitypointer</c> has a row for every activity, of whichever table.</summary>
public sealed class ActivityPointerTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task It_has_the_activities_of_all_tables()
    {
        var pointers = await ReadAsync("activitypointers");

        var activities = new List<string>();
        foreach (var set in (string[])["tasks", "emails", "appointments", "phonecalls"])
        {
            activities.AddRange(await ReadAsync(set));
        }

        pointers.ShouldNotBeEmpty();
        pointers.Order(StringComparer.Ordinal).ShouldBe(activities.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_follows_its_activity_from_making_to_deletion()
    {
        var account = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        var id = Guid.NewGuid();
        var created = await _site.PostAsync("tasks", $$"""{"activityid":"{{id}}","subject":"Call","regardingobjectid_account_task@odata.bind":"/accounts({{account}})"}""");
        created.Status.ShouldBe(HttpStatusCode.NoContent, created.Text);

        var row = (await _site.GetAsync($"activitypointers({id})?$select=subject,activitytypecode,_regardingobjectid_value,versionnumber")).Json;
        row.GetProperty("subject").GetString().ShouldBe("Call");
        row.GetProperty("activitytypecode").GetString().ShouldBe("task");
        row.GetProperty("_regardingobjectid_value").GetGuid().ShouldBe(account);
        row.GetProperty("@odata.etag").GetString().ShouldBe((await _site.GetAsync($"tasks({id})?$select=subject")).Json.GetProperty("@odata.etag").GetString());
        (await _site.GetAsync($"accounts({account})?$select=name&$expand=Account_ActivityPointers($select=subject;$filter=activityid eq {id})")).Json
            .GetProperty("Account_ActivityPointers").GetArrayLength().ShouldBe(1);

        (await _site.PatchAsync($"tasks({id})", """{"subject":"Call again","statecode":1,"statuscode":5}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        row = (await _site.GetAsync($"activitypointers({id})?$select=subject,statecode,statuscode")).Json;
        (row.GetProperty("subject").GetString(), row.GetProperty("statecode").GetInt32(), row.GetProperty("statuscode").GetInt32()).ShouldBe(("Call again", 1, 5));

        (await _site.SendAsync("DELETE", $"tasks({id})")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.GetAsync($"activitypointers({id})")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task It_is_not_written_itself()
    {
        (await _site.PostAsync("activitypointers", """{"subject":"Nothing in particular"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Deleting_what_an_activity_regards_takes_both_or_unlinks_both()
    {
        var account = Guid.NewGuid();
        (await _site.PostAsync("accounts", $$"""{"accountid":"{{account}}","name":"Short-lived"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        var id = Guid.NewGuid();
        (await _site.PostAsync("tasks", $$"""{"activityid":"{{id}}","subject":"Call","regardingobjectid_account_task@odata.bind":"/accounts({{account}})"}""")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.SendAsync("DELETE", $"accounts({account})")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync($"tasks({id})")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _site.GetAsync($"activitypointers({id})")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string set) =>
        [.. (await _site.GetAsync($"{set}?$select=activityid,subject")).Rows.Select(row => $"{row.GetProperty("activityid").GetString()} {row.GetProperty("subject").GetString()}")];
}
