using System.Net;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>What a deletion does to the rows that refer to the deleted one. Microsoft Learn: "Table relationships", cascading.</summary>
public sealed class DeleteTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Children_go_along_or_lose_their_link_as_the_relationship_says()
    {
        var account = (await _site.PostAsync("accounts", """{"name":"Parent"}""")).CreatedId;
        var task = (await _site.PostAsync("tasks", $$"""{"subject":"Goes along","regardingobjectid_account_task@odata.bind":"/accounts({{account}})"}""")).CreatedId;
        var child = (await _site.PostAsync("accounts", $$"""{"name":"Stays","parentaccountid@odata.bind":"/accounts({{account}})"}""")).CreatedId;

        (await _site.SendAsync("DELETE", $"accounts({account})")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync($"tasks({task})")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _site.GetAsync($"accounts({child})?$select=_parentaccountid_value")).Json.GetProperty("_parentaccountid_value").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_child_that_was_made_after_an_earlier_deletion_is_found_too()
    {
        var first = (await _site.PostAsync("accounts", """{"name":"First"}""")).CreatedId;
        var second = (await _site.PostAsync("accounts", """{"name":"Second"}""")).CreatedId;
        await _site.SendAsync("DELETE", $"accounts({first})");
        var task = (await _site.PostAsync("tasks", $$"""{"subject":"Late","regardingobjectid_account_task@odata.bind":"/accounts({{second}})"}""")).CreatedId;

        await _site.SendAsync("DELETE", $"accounts({second})");

        (await _site.GetAsync($"tasks({task})")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_restricting_relationship_refuses_the_deletion()
    {
        var currency = await _site.IdAsync("transactioncurrencies", "transactioncurrencyid", "isocurrencycode eq 'USD'");

        (await _site.SendAsync("DELETE", $"transactioncurrencies({currency})")).ErrorCode.ShouldBe("0x80040227");
    }
}
