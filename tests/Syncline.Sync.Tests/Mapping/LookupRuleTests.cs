using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Tests.Comparing;
using Syncline.Sync.Tests.Connections;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Mapping;

public sealed class LookupRuleTests : IDisposable
{
    private static readonly ColumnType Account = new() { Kind = ColumnKind.Lookup, LookupTargets = ["account"] };
    private readonly PlanBed bed;
    private readonly MemoryRow contoso;
    private readonly MemoryRow fabrikam;

    public LookupRuleTests()
    {
        var customer = new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["account", "person"] };
        bed = new PlanBed()
            .WithSource(Column("id"), Column("no"), Column("land"))
            .WithTarget(
                Column("k"), Column("customer", customer), new() { Name = "customer.name", Type = PlanBed.Text, CompanionOf = "customer" },
                new() { Name = "customer.table", Type = PlanBed.Text, CompanionOf = "customer" });
        var accounts = bed.Target.Table("account", "accountid", [Column("accountid", ColumnKind.Guid), Column("name"), Column("number"), Column("country"), Column("size", ColumnKind.Integer)], "name");
        bed.Target.Table("person", "personid", [Column("personid", ColumnKind.Guid), Column("name")], "name");
        contoso = accounts.Add(Guid.CreateVersion7(), "Contoso", "A-1", "DE", 10L);
        fabrikam = accounts.Add(Guid.CreateVersion7(), "Fabrikam", "A-2", "DE", 20L);
        accounts.Add(Guid.CreateVersion7(), "Fabrikam AG", "A-2", "CH", 30L);
        accounts.Add(Guid.CreateVersion7(), "Without number", null, null, null);
    }

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task A_business_value_becomes_the_key_of_the_row_that_has_it_and_shows_its_name()
    {
        bed.SourceTable.Add("1", "A-1", null);
        bed.SourceTable.Add("2", "", null);
        bed.AddTarget("2", fabrikam.Values[0]);

        var changes = await bed.PlanAsync(Rule("number", "fail"));

        bed.Problems.ShouldBeEmpty();
        changes.Select(change => (change.Action, bed.After(change, "customer"), bed.After(change, "customer.name"), bed.After(change, "customer.table"))).ShouldBe(
            [(PlanAction.Add, contoso.Values[0], "Contoso", "account"), (PlanAction.Update, null, null, null)]);
        (bed.Before(changes[1], "customer"), bed.Before(changes[1], "customer.name"), bed.Before(changes[1], "customer.table")).ShouldBe((fabrikam.Values[0], "Fabrikam", "account"));
        changes[1].Changed.ShouldBe(["customer"]);
        bed.Columns.Select(column => (column.Name, column.Role)).ShouldBe(
        [
            ("k", PlanColumnRole.Key), ("customer", PlanColumnRole.Value), ("customer.name", PlanColumnRole.Display), ("customer.table", PlanColumnRole.Display),
        ]);
        await bed.ApplyAsync(changes);
        (await bed.PlanAsync(Rule("number", "fail"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ambiguous_and_missing_values_are_problems()
    {
        bed.SourceTable.Add("1", "A-2", null);
        bed.SourceTable.Add("2", "A-9", null);

        (await bed.PlanAsync(Rule("number", "fail"))).ShouldBeEmpty();

        bed.Problems.Select(problem => (problem.ErrorId, problem.Message)).ShouldBe(
            [("SY2121", "2 rows of account have number \"A-2\""), ("SY2120", "There is no account with number \"A-9\"")]);
    }

    [Fact]
    public async Task Missing_values_become_empty_or_leave_the_row_alone_when_the_rule_says_so()
    {
        bed.SourceTable.Add("1", "A-9", null);
        bed.SourceTable.Add("2", "A-9", null);
        bed.AddTarget("2", contoso.Values[0]);

        var emptied = await bed.PlanAsync(Rule("number", "null"));
        var skipped = await bed.PlanAsync(Rule("number", "skip") + "actions: { delete: true }");

        emptied.Select(change => (change.Action, bed.After(change, "customer"))).ShouldBe([(PlanAction.Add, null), (PlanAction.Update, null)]);
        skipped.ShouldBeEmpty();
        bed.Header.Warnings.ShouldBe(["2 source rows are left alone because a lookup found nothing and says missing: skip."]);
        bed.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_columns_are_matched_together()
    {
        bed.SourceTable.Add("1", "A-2", "DE");
        bed.SourceTable.Add("2", "A-2", null);

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, customer: { from: [no, land], lookup: { table: account, match: [number, country] } } }")).ShouldHaveSingleItem();

        bed.After(change, "customer.name").ShouldBe("Fabrikam");
        bed.Problems.ShouldHaveSingleItem().Message.ShouldBe("There is no account with number \"A-2\" and no country");
    }

    [Fact]
    public async Task Values_are_converted_to_the_matched_columns_type()
    {
        bed.SourceTable.Add("1", " 10 ", null);
        bed.SourceTable.Add("2", "ten", null);

        var change = (await bed.PlanAsync(Rule("size", "fail"))).ShouldHaveSingleItem();

        bed.After(change, "customer").ShouldBe(contoso.Values[0]);
        bed.Problems.ShouldHaveSingleItem().Message.ShouldBe("\"ten\" is not a whole number");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Case_counts_as_the_target_says(bool ignoreCase, int problems)
    {
        bed.Target.Capabilities = bed.Target.Capabilities with { KeysIgnoreCase = ignoreCase };
        bed.SourceTable.Add("1", "a-1", null);

        await bed.PlanAsync(Rule("number", "fail"));

        bed.Problems.Count.ShouldBe(problems);
    }

    [Theory]
    [InlineData(true, "SY2121")]
    [InlineData(false, null)]
    public async Task Rows_whose_values_differ_only_in_case_are_ambiguous_where_the_target_ignores_case(bool ignoreCase, string? problem)
    {
        bed.Target.Capabilities = bed.Target.Capabilities with { KeysIgnoreCase = ignoreCase };
        bed.Target["account"].Add(Guid.CreateVersion7(), "Contoso, once more", "a-1", null, null);
        bed.SourceTable.Add("1", "A-1", null);

        var changes = await bed.PlanAsync(Rule("number", "fail"));

        bed.Problems.Select(found => found.ErrorId).SingleOrDefault().ShouldBe(problem);
        changes.Select(change => bed.After(change, "customer")).ShouldBe(ignoreCase ? [] : [contoso.Values[0]]);
    }

    [Fact]
    public async Task A_table_is_read_once_for_all_rules_and_rows_with_only_the_columns_they_need()
    {
        bed.WithTarget(Column("k"), Column("customer", Account), Column("payer", Account));
        for (var i = 0; i < 50; i++)
        {
            bed.SourceTable.Add($"{i}", "A-1", "20");
        }

        var changes = await bed.PlanAsync(
            """
            key: k
            columns:
              k: id
              customer: { from: no, lookup: { table: account, match: number } }
              payer: { from: land, lookup: { table: account, match: size } }
            """);

        changes.Select(change => (bed.After(change, "customer"), bed.After(change, "payer"))).Distinct().ShouldBe([(contoso.Values[0], fabrikam.Values[0])]);
        changes.Count.ShouldBe(50);
        var read = bed.Target.Reads.Where(read => read.Table == "account").ShouldHaveSingleItem();
        read.Columns.ShouldBe(["accountid", "name", "number", "size"], ignoreOrder: true);
    }

    [Fact]
    public async Task Ids_are_taken_as_they_are_when_the_rule_matches_nothing()
    {
        bed.SourceTable.Add("1", contoso.Values[0]!.ToString(), null);

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, customer: { from: no, lookup: { table: account } } }")).ShouldHaveSingleItem();

        (bed.After(change, "customer"), bed.After(change, "customer.table")).ShouldBe((contoso.Values[0], "account"));
    }

    private static string Rule(string match, string missing) => $"key: k\ncolumns: {{ k: id, customer: {{ from: no, lookup: {{ table: account, match: {match}, missing: {missing} }} }} }}\n";
}
