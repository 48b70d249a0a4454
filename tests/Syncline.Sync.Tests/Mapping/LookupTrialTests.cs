using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Projects;
using Syncline.Sync.Tests.Connections;

namespace Syncline.Sync.Tests.Mapping;

public sealed class LookupTrialTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-lookup-").FullName;
    private readonly MemoryConnection source = new();
    private readonly MemoryConnection target = new();

    public LookupTrialTests()
    {
        var accounts = target.Table("account", "accountid", [Column("accountid", ColumnKind.Guid), Column("number", ColumnKind.Text), Column("size", ColumnKind.Integer)]);
        accounts.Add(Guid.CreateVersion7(), "A-1", 1L);
        accounts.Add(Guid.CreateVersion7(), "A-2", 2L);
        accounts.Add(Guid.CreateVersion7(), "A-2", 3L);
        accounts.Add(Guid.CreateVersion7(), null, null);
        var rows = source.Table("rows", null, [Column("no", ColumnKind.Text), Column("size", ColumnKind.Text)]);
        rows.Add("A-1", "1");
        rows.Add("a-1", "x");
        rows.Add("A-2", "3");
        rows.Add("A-9", "1");
        rows.Add("A-9", "2");
        rows.Add(" ", "");
        rows.Add(null, null);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Rows_are_counted_by_what_they_find_and_the_worst_values_come_first()
    {
        target.Capabilities = target.Capabilities with { KeysIgnoreCase = true };
        var tried = await TryAsync(["no"], ["number"]);
        (tried.Rows, tried.Resolved, tried.Missing, tried.Ambiguous, tried.Empty).ShouldBe((5, 2, 2, 1, 2));
        tried.Unresolved.ShouldBe([new UnresolvedValue("A-9", 2, 0), new UnresolvedValue("A-2", 1, 2)]);
    }

    [Fact]
    public async Task Case_counts_where_the_system_says_so()
    {
        target.Capabilities = target.Capabilities with { KeysIgnoreCase = false };
        (await TryAsync(["no"], ["number"])).Resolved.ShouldBe(1);
    }

    [Fact]
    public async Task A_text_matches_a_number_and_several_columns_match_together()
    {
        (await TryAsync(["size"], ["size"])).Resolved.ShouldBe(4);
        var both = await TryAsync(["no", "size"], ["number", "size"]);
        both.Resolved.ShouldBe(2);
        both.Unresolved.Select(one => one.Value).ShouldContain("A-9, 1");
    }

    [Fact]
    public async Task Rows_that_the_filter_leaves_out_are_not_counted()
    {
        target.Capabilities = target.Capabilities with { KeysIgnoreCase = true };
        var tried = await TryAsync(["no"], ["number"], "size IN ('1', '2')");
        (tried.Rows, tried.Resolved, tried.Missing, tried.Ambiguous, tried.Empty).ShouldBe((3, 1, 2, 0, 0));
        (await Should.ThrowAsync<ConfigurationException>(() => TryAsync(["no"], ["number"], "sise = '1'"))).Error.Id.ShouldBe("SY1101");
    }

    [Fact]
    public async Task A_rule_without_its_columns_is_refused() =>
        await Should.ThrowAsync<ArgumentException>(() => TryAsync(["no"], ["nothing"]));

    private static ColumnSchema Column(string name, ColumnKind kind) => new() { Name = name, Type = ColumnType.Of(kind), CanRead = true };

    private Task<TriedLookup> TryAsync(string[] from, string[] match, string? filter = null) => LookupTrial.TryAsync(
        new ColumnRule { Name = "customer", Target = "customer", From = from, Lookup = new LookupRule { Table = "account", Match = match } },
        source, source["rows"].Schema, target, target["account"].Schema, filter, folder, progress: null, TestContext.Current.CancellationToken);
}
