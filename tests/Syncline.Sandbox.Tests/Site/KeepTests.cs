using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>A site whose rows are kept in a folder.</summary>
public sealed class KeepTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "syncline-keep-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (System.IO.Directory.Exists(_folder))
        {
            System.IO.Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Rows_files_and_deletions_are_there_again()
    {
        string link;
        Guid project;
        await using (var site = await StartAsync())
        {
            link = (await site.GetAsync("accounts?$select=name", ("Prefer", "odata.track-changes"))).Json.GetProperty("@odata.deltaLink").GetString()!;
            await site.PostAsync("accounts", """{"name":"Kept","accountnumber":"K-1","revenue":12.34,"creditonhold":true}""");
            await site.SendAsync("DELETE", "accounts(accountnumber='A-1005')");
            project = (await site.PostAsync("new_projects", """{"new_name":"Kept","new_tags":"100000002,100000000","new_startdate":"2026-05-04","new_progress":1.5,"new_code":"KP"}""")).CreatedId;
            using var content = new ByteArrayContent([1, 2, 3]);
            content.Headers.Add("x-ms-file-name", "k.bin");
            (await site.Client.PatchAsync($"new_projects({project})/new_contract", content, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await using var again = await StartAsync();
        var account = (await again.GetAsync("accounts(accountnumber='K-1')")).Json;
        account.GetProperty("revenue").GetDecimal().ShouldBe(12.34m);
        account.GetProperty("creditonhold").GetBoolean().ShouldBeTrue();
        (await again.GetAsync("accounts(accountnumber='A-1005')")).Status.ShouldBe(HttpStatusCode.NotFound);
        var row = (await again.GetAsync($"new_projects({project})")).Json;
        row.GetProperty("new_tags").GetString().ShouldBe("100000000,100000002");
        row.GetProperty("new_startdate").GetString().ShouldBe("2026-05-04");
        (await again.Client.GetByteArrayAsync($"new_projects({project})/new_contract/$value", TestContext.Current.CancellationToken)).ShouldBe([1, 2, 3]);
        var delta = await again.GetAsync(again.Origin + new Uri(link).PathAndQuery);
        delta.Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_transaction_that_was_cut_off_was_never_made()
    {
        await using (var site = await StartAsync())
        {
            await site.PostAsync("accounts", """{"name":"Whole","accountnumber":"K-2"}""");
            await site.PostAsync("accounts", """{"name":"Half","accountnumber":"K-3"}""");
        }

        var path = Path.Combine(_folder, "changes.jsonl");
        await using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(file.Length - 20);
        }

        await using var again = await StartAsync();
        (await again.GetAsync("accounts(accountnumber='K-2')")).Status.ShouldBe(HttpStatusCode.OK);
        (await again.GetAsync("accounts(accountnumber='K-3')")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await again.PostAsync("accounts", """{"name":"After","accountnumber":"K-4"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_folder_begun_with_other_rows_is_refused_with_what_to_do()
    {
        await using (await StartAsync())
        {
        }

        var refusal = await Should.ThrowAsync<SandboxFolderException>(() => SiteHost.StartAsync(new SandboxOptions { Keep = _folder, SeedRows = 5 }));

        refusal.Message.ShouldContain("was begun with 0 generated rows, and now 5 are asked for");
    }

    [Fact]
    public async Task Two_sandboxes_do_not_share_a_folder()
    {
        await using var site = await StartAsync();

        (await Should.ThrowAsync<SandboxFolderException>(() => StartAsync())).Message.ShouldContain("Another sandbox may be using the folder");
    }

    private Task<SiteHost> StartAsync() => SiteHost.StartAsync(new SandboxOptions { Keep = _folder });
}
