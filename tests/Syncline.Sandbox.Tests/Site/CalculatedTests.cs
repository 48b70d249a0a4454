using System.Net;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Calculated and rollup columns, and actions. PROTOCOL 5.11.</summary>
public sealed class CalculatedTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_calculated_column_follows_its_columns_and_can_not_be_written()
    {
        var id = (await _site.PostAsync("new_projects", """{"new_name":"C","new_budget":1000,"new_effort":8,"new_budgetperday":1}""")).CreatedId;
        (await ValueAsync(id, "new_budgetperday")).GetDecimal().ShouldBe(125m);

        await _site.PatchAsync($"new_projects({id})", """{"new_effort":10}""");

        (await ValueAsync(id, "new_budgetperday")).GetDecimal().ShouldBe(100m);
        (await _site.GetAsync("EntityDefinitions(LogicalName='new_project')/Attributes(LogicalName='new_budgetperday')?$select=SourceType")).Json.GetProperty("SourceType").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_rollup_column_is_as_old_as_its_last_calculation()
    {
        var id = (await _site.PostAsync("new_projects", """{"new_name":"Parent"}""")).CreatedId;
        await _site.PostAsync("new_projects", $$"""{"new_name":"Child","new_ParentProjectId@odata.bind":"/new_projects({{id}})"}""");
        (await ValueAsync(id, "new_subprojects")).ValueKind.ShouldBe(JsonValueKind.Null);

        var answer = await _site.GetAsync($"CalculateRollupField(Target=@p1,FieldName=@p2)?@p1={{'@odata.id':'new_projects({id})'}}&@p2='new_subprojects'");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Json.GetProperty("Entity").GetProperty("new_subprojects").GetInt32().ShouldBe(1);
        (await ValueAsync(id, "new_subprojects")).GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("WinOpportunity", 3, 1)]
    [InlineData("LoseOpportunity", 4, 2)]
    public async Task An_opportunity_is_closed_by_an_action(string action, int status, int state)
    {
        var id = (await _site.GetAsync("opportunities?$select=name&$top=1")).Rows[0].GetProperty("opportunityid").GetGuid();

        var answer = await _site.PostAsync(action, $$$"""{"Status":{{{status}}},"OpportunityClose":{"subject":"Done","opportunityid@odata.bind":"/opportunities({{{id}}})"}}""");

        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
        var row = (await _site.GetAsync($"opportunities({id})?$select=statecode,statuscode")).Json;
        row.GetProperty("statecode").GetInt32().ShouldBe(state);
        row.GetProperty("statuscode").GetInt32().ShouldBe(status);
    }

    private async Task<JsonElement> ValueAsync(Guid id, string column) => (await _site.GetAsync($"new_projects({id})?$select={column}")).Json.GetProperty(column);
}
