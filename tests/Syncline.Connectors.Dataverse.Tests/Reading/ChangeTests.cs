using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Changes;
using Syncline.Core.Errors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Dataverse.Tests.Reading;

public sealed class ChangeTests
{
    private const string First = """
        {"@odata.context":"x","value":[{"@odata.etag":"W/\"1\"","name":"A","accountid":"00000000-0000-0000-0000-000000000001"},{"@odata.etag":"W/\"2\"","name":"B","accountid":"00000000-0000-0000-0000-000000000002"}],
        """;

    private static readonly ReadRequest Names = new() { Table = "account", Columns = ["accountid", "name"] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_read_gives_every_row_and_a_token_and_later_ones_what_changed_and_what_was_deleted()
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "accounts?$select=accountid,name", First + $$""" "@odata.nextLink":"{{site.Origin}}/api/data/v9.2/accounts?$select=accountid,name&$skiptoken=2"}""");
        site.On("GET", "accounts?$select=accountid,name&$skiptoken=2", $$"""{"value":[],"@odata.deltaLink":"{{site.Origin}}/api/data/v9.2/accounts?$select=accountid,name&$deltatoken=919042%2108%2f22%2f2017%2008%3a10%3a44"}""");
        site.On("GET", "accounts?$select=accountid,name&$deltatoken=919042!08/22/2017 08:10:44", """
            {"@odata.context":"https://x/api/data/v9.2/$metadata#accounts(name)/$delta","value":[{"@odata.etag":"W/\"9\"","name":"B2","accountid":"00000000-0000-0000-0000-000000000002"},
            {"@odata.context":"https://x/api/data/v9.2/$metadata#accounts/$deletedEntity","id":"00000000-0000-0000-0000-000000000001","reason":"deleted"}],
            "@odata.deltaLink":"https://x/api/data/v9.2/accounts?$select=accountid,name&$deltatoken=919100%21x"}
            """);
        await using var connection = site.Connect();

        var first = await ReadAsync(connection, Names, since: null);
        var later = await ReadAsync(connection, Names, first.Token);

        first.ShouldBe(new Changes(["A", "B"], [], "919042%2108%2f22%2f2017%2008%3a10%3a44", IsFull: true, null));
        later.ShouldBe(new Changes(["B2"], [new Guid("00000000-0000-0000-0000-000000000001")], "919100%21x", IsFull: false, null));
        var reads = site.Requests.Where(request => request.Path.StartsWith("accounts?", StringComparison.Ordinal)).ToList();
        reads.Select(request => request.Header("Prefer")).ShouldBe(["odata.track-changes,odata.maxpagesize=5000", "odata.track-changes,odata.maxpagesize=5000", "odata.maxpagesize=5000"]);
    }

    [Fact]
    public async Task After_an_expired_token_every_row_is_read_with_a_fresh_one_and_it_is_said_why()
    {
        await using var site = new ScriptedSite().WithTables();
        site.On("GET", "accounts?$select=accountid,name", First + """ "@odata.deltaLink":"https://x/accounts?$deltatoken=new"}""");
        site.On("GET", "accounts?$select=accountid,name&$deltatoken=old", _ => SiteReply.Fault(400, "0x80044352", "Version stamp associated with the client has expired. Please perform a full sync."));
        await using var connection = site.Connect();

        var read = await ReadAsync(connection, Names, "old");

        read.Rows.ShouldBe(["A", "B"]);
        (read.Token, read.IsFull).ShouldBe(("new", true));
        read.WhyFull!.ShouldContain("expire");
    }

    [Fact]
    public async Task A_table_that_is_not_tracked_is_read_in_full_without_a_token()
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?", request => request.Header("Prefer")!.Contains("track", StringComparison.Ordinal)
            ? SiteReply.Fault(400, "0x80072491", "Change tracking is not enabled for entity.")
            : SiteReply.Json(First.TrimEnd().TrimEnd(',') + "}"));
        await using var connection = site.Connect();

        var read = await ReadAsync(connection, Names, since: null);

        read.Rows.ShouldBe(["A", "B"]);
        (read.Token, read.IsFull).ShouldBe((null, true));
        read.WhyFull!.ShouldContain("Change tracking is off");
    }

    [Fact]
    public async Task A_tracked_read_without_a_place_to_go_on_from_is_not_complete()
    {
        await using var site = new ScriptedSite().WithTables().On("GET", "accounts?", First.TrimEnd().TrimEnd(',') + "}");
        await using var connection = site.Connect();

        (await Should.ThrowAsync<ReadException>(() => ReadAsync(connection, Names, since: null))).Error.Id.ShouldBe("DV2101");
    }

    [Fact]
    public async Task A_filter_is_refused_because_a_row_that_leaves_it_would_look_unchanged()
    {
        await using var site = new ScriptedSite().WithTables();
        await using var connection = site.Connect();
        Should.Throw<ArgumentException>(() => connection.Changes.ReadAsync(Names with { Filter = new NativeFilter("odata", "name eq 'A'") }, null, Cancellation));
    }

    private static async Task<Changes> ReadAsync(DataverseConnection connection, ReadRequest request, string? since)
    {
        var all = new List<ChangeBatch>();
        await foreach (var batch in connection.Changes.ReadAsync(request, since, Cancellation))
        {
            all.Add(batch);
        }

        all.SkipLast(1).ShouldAllBe(batch => batch.Token == null);
        all.ShouldAllBe(batch => batch.IsFull == all[0].IsFull && batch.WhyFull == all[0].WhyFull);
        var names = all.SelectMany(batch => Enumerable.Range(0, batch.Rows?.RowCount ?? 0).Select(row => batch.Rows!.GetText(1, row))).ToList();
        all.ForEach(batch => batch.Dispose());
        return new Changes(names, [.. all.SelectMany(batch => batch.DeletedKeys).Cast<Guid>()], all[^1].Token, all[0].IsFull, all[0].WhyFull);
    }

    private sealed record Changes(IReadOnlyList<string> Rows, IReadOnlyList<Guid> Deleted, string? Token, bool IsFull, string? WhyFull)
    {
        public bool Equals(Changes? other) => other is not null && Rows.SequenceEqual(other.Rows) && Deleted.SequenceEqual(other.Deleted)
            && (Token, IsFull, WhyFull) == (other.Token, other.IsFull, other.WhyFull);

        public override int GetHashCode() => HashCode.Combine(Token, IsFull);
    }
}
