namespace Syncline.Conformance.WebApi;

/// <summary>
/// The documented conditional requests. The pages of 2020 print these errors without a code; what sites answer today is in
/// <see cref="DocumentedErrorsTests"/>, so that here the status, the headers and the names in the body are compared.
/// </summary>
public sealed class ConditionalExchangesTests(SandboxSite site) : ReplayTest(site)
{
    [Fact]
    public async Task A_row_that_is_known_already_is_not_sent_again()
    {
        var exchange = Exchange.At(32, "GET accounts(");
        var rows = await SampleRows.CreateAsync(Site);
        exchange.Headers.ShouldContain(header => header.Name == "If-None-Match");
        await ReplayAsync(exchange with { Headers = [.. exchange.Headers.Select(header => header.Name == "If-None-Match" ? (header.Name, rows.AccountETag) : header)] }, rows);
    }

    [Fact]
    public async Task An_update_with_If_Match_does_not_create_a_row()
    {
        var rows = await SampleRows.CreateAsync(Site) with { Account = Guid.NewGuid() };
        await ReplayAsync(Exchange.At(34, "PATCH accounts("), rows);
        (await Site.SendAsync("GET", $"accounts({rows.Account})")).Status.ShouldBe(404);
    }

    [Fact]
    public Task A_create_with_If_None_Match_does_not_update_a_row() => ReplayAsync(35, "PATCH accounts(");

    [Fact]
    public async Task A_row_that_has_changed_is_not_deleted()
    {
        var rows = await SampleRows.CreateAsync(Site);
        await ReplayAsync(Exchange.At(36, "DELETE accounts("), rows);
        (await Site.SendAsync("GET", $"accounts({rows.Account})")).Status.ShouldBe(200);
    }

    [Fact]
    public Task A_row_that_has_changed_is_not_updated() => ReplayAsync(37, "PATCH accounts(");

    [Fact]
    public async Task An_update_without_a_condition_creates_a_row_that_is_not_there()
    {
        var rows = await SampleRows.CreateAsync(Site) with { Account = Guid.NewGuid() };
        await ReplayAsync(Exchange.At(97, "PATCH accounts("), rows);
        (await Site.SendAsync("GET", $"accounts({rows.Account})")).Status.ShouldBe(200);
    }
}
