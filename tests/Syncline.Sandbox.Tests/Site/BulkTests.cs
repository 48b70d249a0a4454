using System.Net;
using System.Text;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Bulk messages on standard tables. Microsoft Learn: "Use bulk operation messages"; PROTOCOL 5.7.</summary>
public sealed class BulkTests : IAsyncLifetime
{
    private const string Type = "\"@odata.type\":\"Microsoft.Dynamics.CRM.account\"";
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task CreateMultiple_answers_the_ids_in_order()
    {
        var answer = await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.CreateMultiple", Targets(Enumerable.Range(0, 250).Select(i => $$"""{{{Type}},"name":"Bulk {{i}}","accountnumber":"X-{{i}}"}""")));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Json.GetProperty("@odata.context").GetString()!.ShouldEndWith("$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse");
        var ids = answer.Json.GetProperty("Ids").EnumerateArray().Select(id => id.GetGuid()).ToList();
        ids.Count.ShouldBe(250);
        (await _site.GetAsync($"accounts({ids[249]})?$select=name")).Json.GetProperty("name").GetString().ShouldBe("Bulk 249");
    }

    [Fact]
    public async Task One_bad_row_undoes_them_all_and_its_error_is_the_answer()
    {
        var answer = await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.CreateMultiple", Targets(
            [$$"""{{{Type}},"name":"Good","accountnumber":"Y-1"}""", $$"""{{{Type}},"name":"{{new string('n', 161)}}"}""", $$"""{{{Type}},"nope":1}"""]));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe("0x80044331");
        (await _site.GetAsync("accounts(accountnumber='Y-1')")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task UpdateMultiple_takes_rows_by_primary_key_and_refuses_one_twice()
    {
        var id = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        var row = $$"""{{{Type}},"accountid":"{{id}}","description":"changed"}""";

        (await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.UpdateMultiple", Targets([row]))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.GetAsync($"accounts({id})?$select=description")).Json.GetProperty("description").GetString().ShouldBe("changed");
        (await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.UpdateMultiple", Targets([row, row]))).ErrorMessage.ShouldBe("Cannot insert duplicate key.");
        var missing = Guid.NewGuid();
        (await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.UpdateMultiple", Targets([$$"""{{{Type}},"accountid":"{{missing}}","description":"x"}"""])))
            .ErrorMessage.ShouldBe($"Entity 'account' With Id = {missing} Does Not Exist");
    }

    [Fact]
    public async Task UpsertMultiple_updates_what_is_there_and_creates_the_rest()
    {
        var answer = await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.UpsertMultiple", Targets(
            [$$"""{{{Type}},"@odata.id":"accounts(accountnumber='A-1001')","description":"by key"}""", $$"""{{{Type}},"@odata.id":"accounts(accountnumber='Z-1')","name":"New by key"}"""]));

        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
        (await _site.GetAsync("accounts(accountnumber='A-1001')?$select=description")).Json.GetProperty("description").GetString().ShouldBe("by key");
        (await _site.GetAsync("accounts(accountnumber='Z-1')?$select=name")).Json.GetProperty("name").GetString().ShouldBe("New by key");
    }

    [Fact]
    public async Task DeleteMultiple_is_for_elastic_tables()
    {
        (await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.DeleteMultiple", Targets([]))).ErrorMessage.ShouldBe("DeleteMultiple has not yet been implemented.");
    }

    [Fact]
    public async Task A_target_without_its_type_is_refused()
    {
        (await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.CreateMultiple", Targets(["""{"name":"x"}"""]))).ErrorCode.ShouldBe("0x80048d19");
    }

    private static string Targets(IEnumerable<string> rows) => new StringBuilder("{\"Targets\":[").AppendJoin(',', rows).Append("]}").ToString();
}
