using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Tests.Comparing;
using Syncline.Sync.Tests.Connections;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Mapping;

/// <summary>How lookup tables are read; what the rules find in them is the business of <see cref="LookupRuleTests"/>.</summary>
public sealed class LookupReaderTests : IDisposable
{
    private const string ByNumber = "key: k\ncolumns: { k: id, customer: { from: no, lookup: { table: account, match: number } } }";
    private readonly PlanBed bed = new();

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task Of_a_large_table_only_the_rows_that_the_sources_different_values_name_are_asked_for()
    {
        var accounts = LargeTable();
        for (var i = 0; i < 30; i++)
        {
            bed.SourceTable.Add($"{i}", i % 2 == 0 ? "7" : "4999", null);
        }

        bed.SourceTable.Add("30", "no such number", null);
        bed.SourceTable.Add("31", "", null);

        var changes = await bed.PlanAsync(ByNumber);

        changes.Select(change => bed.After(change, "customer")).Distinct().ShouldBe([accounts.Rows[7].Values[0], accounts.Rows[4999].Values[0], null], ignoreOrder: true);
        bed.Problems.ShouldHaveSingleItem().Message.ShouldBe("There is no account with number \"no such number\"");
        var asked = AccountReads()[^1].Keys!;
        asked.Columns.ShouldBe(["number"]);
        asked.Keys.Select(key => (string)key[0]).ShouldBe(["4999", "7", "no such number"], ignoreOrder: true);
        AccountReads().Count.ShouldBe(2); // the beginning, to see whether the table is large
        bed.Header.Options["lookups-read"].ShouldBe("account by 3 values");
    }

    [Fact]
    public async Task A_small_table_is_read_whole()
    {
        Table(LookupReader.SmallTable);
        bed.SourceTable.Add("1", "7", null);

        (await bed.PlanAsync(ByNumber)).ShouldHaveSingleItem();

        AccountReads().ShouldHaveSingleItem().Keys.ShouldBeNull();
        bed.Header.Options.ShouldNotContainKey("lookups-read");
    }

    [Fact]
    public async Task A_row_that_two_rules_find_is_one_row()
    {
        var accounts = LargeTable();
        bed.WithTarget(Column("k"), Column("customer", Account), Column("payer", Account));
        bed.SourceTable.Add("1", "7", "L7");

        var change = (await bed.PlanAsync("""
            key: k
            columns:
              k: id
              customer: { from: no, lookup: { table: account, match: number } }
              payer: { from: land, lookup: { table: account, match: country } }
            """)).ShouldHaveSingleItem();

        (bed.After(change, "customer"), bed.After(change, "payer")).ShouldBe((accounts.Rows[7].Values[0], accounts.Rows[7].Values[0]));
        AccountReads().Where(read => read.Keys is not null).Select(read => read.Keys!.Columns.Single()).ShouldBe(["number", "country"]);
        bed.Header.Options["lookups-read"].ShouldBe("account by 2 values");
    }

    [Fact]
    public async Task Several_columns_are_asked_for_together_and_every_row_that_has_them_counts()
    {
        var accounts = LargeTable();
        accounts.Add(Guid.CreateVersion7(), "Once more", "7", "L7");
        bed.SourceTable.Add("1", "7", "L7");
        bed.SourceTable.Add("2", "8", "L8");

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, customer: { from: [no, land], lookup: { table: account, match: [number, country] } } }")).ShouldHaveSingleItem();

        bed.After(change, "customer").ShouldBe(accounts.Rows[8].Values[0]);
        bed.Problems.ShouldHaveSingleItem().Message.ShouldBe("2 rows of account have number \"7\" and country \"L7\"");
        AccountReads()[^1].Keys!.Columns.ShouldBe(["number", "country"]);
    }

    [Fact]
    public async Task The_values_are_those_of_rows_that_the_source_filter_keeps_in_the_matched_columns_type()
    {
        var accounts = LargeTable();
        bed.SourceTable.Add("1", accounts.Rows[3].Values[0]!.ToString()!.ToUpperInvariant(), "DE");
        bed.SourceTable.Add("2", accounts.Rows[4].Values[0]!.ToString(), "CH");

        var change = (await bed.PlanAsync("source-filter: land = 'DE'\nkey: k\ncolumns: { k: id, customer: { from: no, lookup: { table: account, match: accountid } } }")).ShouldHaveSingleItem();

        bed.After(change, "customer").ShouldBe(accounts.Rows[3].Values[0]);
        AccountReads()[^1].Keys!.Keys.ShouldHaveSingleItem().ShouldBe([accounts.Rows[3].Values[0]!]);
    }

    [Theory]
    [InlineData("é")]
    [InlineData(" 7")]
    [InlineData("7 ")]
    [InlineData("7\u00a0")]
    [InlineData("7\t7")]
    public async Task Values_that_systems_compare_in_different_ways_are_looked_for_in_the_whole_table(string value)
    {
        var accounts = LargeTable();
        var wanted = accounts.Add(Guid.CreateVersion7(), "Wanted", value, null);
        bed.SourceTable.Add("1", value, null);

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, customer: { from: no, lookup: { table: account, match: number } } }")).ShouldHaveSingleItem();

        bed.After(change, "customer").ShouldBe(wanted.Values[0]);
        AccountReads().ShouldHaveSingleItem().Keys.ShouldBeNull();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Where_case_does_not_count_letters_are_asked_for_only_of_a_column_that_finds_them_in_any_case(bool isFound, bool isAsked)
    {
        var accounts = LargeTable(isFound);
        accounts.FindsInAnyCase = isFound;
        bed.Target.Capabilities = bed.Target.Capabilities with { KeysIgnoreCase = true };
        var wanted = accounts.Add(Guid.CreateVersion7(), "Wanted", "Ab-1", null);
        bed.SourceTable.Add("1", "aB-1", null);

        var change = (await bed.PlanAsync(ByNumber)).ShouldHaveSingleItem();

        bed.After(change, "customer").ShouldBe(wanted.Values[0]);
        AccountReads().Any(read => read.Keys is not null).ShouldBe(isAsked);
    }

    [Fact]
    public async Task A_table_that_can_not_be_searched_by_the_column_is_read_whole_and_the_plan_says_so()
    {
        var accounts = LargeTable();
        bed.Target.NotSearched.Add("number");
        bed.SourceTable.Add("1", "4999", null);

        var change = (await bed.PlanAsync(ByNumber)).ShouldHaveSingleItem();

        bed.After(change, "customer").ShouldBe(accounts.Rows[4999].Values[0]);
        bed.Header.Options["lookups-read"].ShouldBe("account whole: ME0004");
    }

    [Fact]
    public async Task With_too_many_values_the_table_is_read_whole_at_once()
    {
        LargeTable();
        for (var i = 0; i <= LookupReader.MostValues; i++)
        {
            bed.SourceTable.Add($"{i}", $"{i}", null);
        }

        (await bed.PlanAsync(ByNumber)).Count.ShouldBe(LookupReader.MostValues + 1);

        AccountReads().ShouldHaveSingleItem().Keys.ShouldBeNull();
    }

    [Fact]
    public async Task A_source_that_breaks_off_is_the_error_and_no_table_is_searched()
    {
        LargeTable();
        bed.SourceTable.Add("1", "7", null);
        bed.Source.FailReadAfter["s"] = 0;

        (await Should.ThrowAsync<Core.Errors.ReadException>(() => bed.PlanAsync(ByNumber))).Error.Id.ShouldBe("ME0002");

        AccountReads().ShouldBeEmpty();
    }

    private static ColumnType Account => new() { Kind = ColumnKind.Lookup, LookupTargets = ["account"] };

    private MemoryTable LargeTable(bool isFoundInAnyCase = false) => Table(LookupReader.SmallTable + 1, isFoundInAnyCase);

    private MemoryTable Table(int rows, bool isFoundInAnyCase = false)
    {
        bed.WithSource(Column("id"), Column("no"), Column("land")).WithTarget(Column("k"), Column("customer", Account));
        bed.Target.Capabilities = bed.Target.Capabilities with { ReadByKeys = true };
        var accounts = bed.Target.Table("account", "accountid", [Column("accountid", ColumnKind.Guid), Column("name"), Column("number") with { IsFoundInAnyCase = isFoundInAnyCase }, Column("country")], "name");
        for (var i = 0; i < rows; i++)
        {
            accounts.Add(Guid.CreateVersion7(), $"Account {i}", $"{i}", $"L{i}");
        }

        return accounts;
    }

    private List<ReadRequest> AccountReads() => [.. bed.Target.Reads.Where(read => read.Table == "account")];
}
