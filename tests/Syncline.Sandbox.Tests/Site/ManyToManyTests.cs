using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>N:N relationships. Microsoft Learn: "Associate and disassociate table rows using the Web API"; PROTOCOL 5.10.</summary>
public sealed class ManyToManyTests : IAsyncLifetime
{
    private SiteHost _site = null!;
    private Guid _account;
    private Guid _lead;

    public async ValueTask InitializeAsync()
    {
        _site = await SiteHost.StartAsync();
        _account = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        _lead = (await _site.GetAsync("leads?$select=leadid&$top=1")).Rows[0].GetProperty("leadid").GetGuid();
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Rows_are_associated_and_seen_from_both_sides_and_in_the_table_between()
    {
        (await AssociateAsync()).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync($"accounts({_account})/accountleads_association?$select=subject")).Rows.ShouldHaveSingleItem().GetProperty("leadid").GetGuid().ShouldBe(_lead);
        (await _site.GetAsync($"leads({_lead})?$select=subject&$expand=accountleads_association($select=name)")).Json.GetProperty("accountleads_association")[0].GetProperty("accountid").GetGuid().ShouldBe(_account);
        var pair = (await _site.GetAsync("accountleadscollection")).Rows.ShouldHaveSingleItem();
        pair.GetProperty("accountid").GetGuid().ShouldBe(_account);
        pair.GetProperty("leadid").GetGuid().ShouldBe(_lead);
        (await _site.GetAsync($"accounts({_account})/accountleads_association/$ref")).Rows.ShouldHaveSingleItem();
        (await _site.GetAsync($"accounts?$select=name&$filter=accountleads_association/any(l:l/leadid eq {_lead})")).Rows.ShouldHaveSingleItem().GetProperty("accountid").GetGuid().ShouldBe(_account);
    }

    [Fact]
    public async Task The_same_association_twice_is_refused()
    {
        await AssociateAsync();

        var again = await AssociateAsync();

        again.ErrorCode.ShouldBe("0x80040237");
        again.ErrorMessage.ShouldBe("Cannot insert duplicate key.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Associations_end_by_key_or_by_address(bool byKey)
    {
        await AssociateAsync();

        var path = byKey ? $"accountleads_association({_lead})/$ref" : $"accountleads_association/$ref?$id={_site.Origin}/api/data/v9.2/leads({_lead})";
        (await _site.SendAsync("DELETE", $"accounts({_account})/{path}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync("accountleadscollection")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_row_takes_its_associations_along()
    {
        await AssociateAsync();

        (await _site.SendAsync("DELETE", $"leads({_lead})")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync("accountleadscollection")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_table_between_is_not_written_to()
    {
        (await _site.PostAsync("accountleadscollection", "{}")).ErrorCode.ShouldBe("0x80040800");
    }

    private Task<SiteHost.Answer> AssociateAsync() =>
        _site.PostAsync($"accounts({_account})/accountleads_association/$ref", $$"""{"@odata.id":"{{_site.Origin}}/api/data/v9.2/leads({{_lead}})"}""");
}
