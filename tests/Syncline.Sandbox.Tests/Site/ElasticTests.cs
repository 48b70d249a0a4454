using System.Net;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Elastic tables. Microsoft Learn: "Use elastic tables"; PROTOCOL 5.8.</summary>
public sealed class ElasticTests : IAsyncLifetime
{
    private const string Type = "\"@odata.type\":\"Microsoft.Dynamics.CRM.new_sensordata\"";
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_row_is_addressed_with_its_partition()
    {
        var created = await _site.PostAsync("new_sensordatas", """{"new_deviceid":"ABC","new_value":1,"partitionid":"Device-ABC"}""");

        created.Status.ShouldBe(HttpStatusCode.NoContent, created.Text);
        var address = created.Headers["OData-EntityId"];
        address.ShouldMatch(@"/new_sensordatas\(new_sensordataid=[0-9a-f-]{36},partitionid='Device-ABC'\)$");
        created.Headers.ShouldContainKey("x-ms-session-token");
        var row = await _site.GetAsync(address + "?$select=new_value");
        row.Headers["ETag"].ShouldMatch("^W/\"[0-9a-f]{8}-0000-0200-0000-[0-9a-f]{12}\"$");
        foreach (var name in (string[])["new_value", "new_sensordataid", "versionnumber", "partitionid", "_ownerid_value", "_owningbusinessunit_value"])
        {
            row.Json.TryGetProperty(name, out _).ShouldBeTrue(name);
        }

        var id = row.Json.GetProperty("new_sensordataid").GetGuid();
        (await _site.GetAsync($"new_sensordatas({id})")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _site.GetAsync($"new_sensordatas({id})?partitionId=Device-ABC")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_upsert_overwrites_the_whole_row_and_an_update_does_not()
    {
        var id = (await _site.PostAsync("new_sensordatas", """{"new_deviceid":"ABC","new_value":1}""")).CreatedId;

        (await _site.PatchAsync($"new_sensordatas({id})", """{"new_value":2}""", ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.GetAsync($"new_sensordatas({id})")).Json.GetProperty("new_deviceid").GetString().ShouldBe("ABC");
        (await _site.PatchAsync($"new_sensordatas({id})", """{"new_value":3}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.GetAsync($"new_sensordatas({id})")).Json.GetProperty("new_deviceid").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Good_rows_of_a_bulk_message_are_written_and_the_error_tells_each_rows_fate()
    {
        var body = $$"""{"Targets":[{{{Type}},"new_deviceid":"good"},{{{Type}},"new_deviceid":"{{new string('x', 101)}}"},{{{Type}},"new_deviceid":"good too"}]}""";

        var answer = await _site.PostAsync("new_sensordatas/Microsoft.Dynamics.CRM.CreateMultiple", body, ("Prefer", "odata.include-annotations=\"*\""));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        var details = JsonElement.Parse(answer.Json.GetProperty("error").GetProperty("@Microsoft.PowerApps.CDS.ErrorDetails.Plugin.BulkApiErrorDetails").GetString()!);
        details.EnumerateArray().Select(item => item.GetProperty("StatusCode").GetInt32()).ShouldBe([201, 400, 201]);
        details[2].GetProperty("RequestIndex").GetInt32().ShouldBe(2);
        (await _site.GetAsync("new_sensordatas/$count")).Text.TrimStart('\uFEFF').ShouldBe("2");
    }

    [Fact]
    public async Task DeleteMultiple_deletes_rows()
    {
        var id = (await _site.PostAsync("new_sensordatas", """{"new_deviceid":"ABC","partitionid":"P"}""")).Headers["OData-EntityId"].Split("new_sensordataid=")[1][..36];

        (await _site.PostAsync("new_sensordatas/Microsoft.Dynamics.CRM.DeleteMultiple", $$"""{"Targets":[{{{Type}},"new_sensordataid":"{{id}}","partitionid":"P"}]}""")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync("new_sensordatas")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_hold_five_hundred_rows()
    {
        var targets = string.Join(',', Enumerable.Range(0, 501).Select(i => $$"""{{{Type}},"new_value":{{i}}}"""));
        await _site.PostAsync("new_sensordatas/Microsoft.Dynamics.CRM.CreateMultiple", $$"""{"Targets":[{{targets}}]}""");

        var page = await _site.GetAsync("new_sensordatas?$select=new_value", ("Prefer", "odata.maxpagesize=5000"));

        page.Rows.Count.ShouldBe(500);
        (await _site.GetAsync(page.NextLink!)).Rows.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("account", "CreateMultiple", true)]
    [InlineData("account", "DeleteMultiple", false)]
    [InlineData("new_sensordata", "DeleteMultiple", true)]
    [InlineData("activityparty", "UpsertMultiple", false)]
    public async Task Which_table_takes_a_message_is_said_in_sdkmessagefilters(string table, string message, bool takes)
    {
        var filter = Uri.EscapeDataString($"sdkmessageid/name eq '{message}' and primaryobjecttypecode eq '{table}'");

        (await _site.GetAsync("sdkmessagefilters?$select=sdkmessagefilterid&$filter=" + filter)).Rows.Count.ShouldBe(takes ? 1 : 0);
    }
}
