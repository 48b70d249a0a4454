using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Many clients at once: writes come one after another, a reader sees one moment.</summary>
public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Of_many_updates_with_one_etag_exactly_one_wins()
    {
        await using var site = await SiteHost.StartAsync();
        var etag = (await site.GetAsync("accounts(accountnumber='A-1001')?$select=name")).Headers["ETag"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => site.PatchAsync("accounts(accountnumber='A-1001')", $$"""{"name":"Writer {{i}}"}""", ("If-Match", etag))));

        answers.Count(answer => answer.Status == HttpStatusCode.NoContent).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed).ShouldBe(19);
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_transaction()
    {
        await using var site = await SiteHost.StartAsync();
        var ids = (await site.GetAsync("contacts?$select=contactid")).Rows.ConvertAll(row => row.GetProperty("contactid").GetGuid());
        using var done = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 25; i++)
                {
                    var rows = ids.Select(id => $$"""{"@odata.type":"Microsoft.Dynamics.CRM.contact","contactid":"{{id}}","department":"{{i}}"}""");
                    (await site.PostAsync("contacts/Microsoft.Dynamics.CRM.UpdateMultiple", $$"""{"Targets":[{{string.Join(',', rows)}}]}""")).Status.ShouldBe(HttpStatusCode.NoContent);
                }

                await done.CancelAsync();
            },
            TestContext.Current.CancellationToken);

        var reads = 0;
        do
        {
            var departments = (await site.GetAsync("contacts?$select=department")).Rows.Select(row => row.GetProperty("department").ToString()).Distinct(StringComparer.Ordinal);
            departments.ShouldHaveSingleItem();
            reads++;
        }
        while (!done.IsCancellationRequested);
        await writing;
        reads.ShouldBeGreaterThan(0);
    }
}
