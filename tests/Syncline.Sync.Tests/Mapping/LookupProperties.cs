using CsCheck;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Tests.Comparing;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Mapping;

/// <summary>What holds for lookup rules whatever the values are.</summary>
public sealed class LookupProperties
{
    private static readonly string?[] Values = ["1", "2", "30", "a", "A", "aB", "Ab", "x-1", " 1", "1 ", "", " ", "é", "É", "o'x", "100%", null];
    private static readonly Gen<string?> Value = Gen.Int[0, Values.Length - 1].Select(i => Values[i]);

    // Mostly plain ones: a single value that systems compare in different ways makes the whole table be read.
    private static readonly Gen<string?> Plain = Gen.Int[0, 7].Select(i => Values[i]);
    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Frequency((3, Gen.Select(Plain, Plain).List[1, 8]), (1, Gen.Select(Value, Value).List[1, 8])),
        Gen.Select(Value, Value).List[0, 12],
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        (source, accounts, ignoreCase, foundInAnyCase, composite, skip) => new Case(source, accounts, ignoreCase, foundInAnyCase, composite, skip));

    [Fact]
    public async Task Asking_for_the_rows_that_values_name_finds_what_reading_the_whole_table_finds()
    {
        var asked = 0;
        await Cases.SampleAsync(
            async example =>
            {
                var whole = await PlanAsync(example, readByKeys: false);
                var byKeys = await PlanAsync(example, readByKeys: true);

                byKeys.Rows.ShouldBe(whole.Rows);
                asked += byKeys.Asked ? 1 : 0;
            },
            iter: 25,
            threads: 1,
            print: example => example.ToString());

        asked.ShouldBeGreaterThan(0);
    }

    private static async Task<(IReadOnlyList<string> Rows, bool Asked)> PlanAsync(Case example, bool readByKeys)
    {
        using var bed = new PlanBed()
            .WithSource(Column("id"), Column("no"), Column("land"))
            .WithTarget(Column("k"), Column("customer", new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["account"] }));
        bed.Target.Capabilities = bed.Target.Capabilities with { ReadByKeys = readByKeys, KeysIgnoreCase = example.IgnoreCase };
        var text = Column("number") with { IsFoundInAnyCase = example.FoundInAnyCase };
        var accounts = bed.Target.Table("account", "accountid", [Column("accountid", ColumnKind.Guid), Column("name"), text, text with { Name = "country" }], "name");
        accounts.FindsInAnyCase = example.FoundInAnyCase;
        foreach (var (i, (number, country)) in example.Accounts.Index())
        {
            accounts.Add(Id(i), $"Account {i}", number, country);
        }

        for (var i = 0; i <= LookupReader.SmallTable; i++)
        {
            accounts.Add(Id(1000 + i), "Other", $"other {i}", null);
        }

        foreach (var (i, (number, country)) in example.Source.Index())
        {
            bed.SourceTable.Add($"{i}", number, country);
        }

        var changes = await bed.PlanAsync(example.Yaml);
        return (
            [
                .. changes.Select(change => $"{bed.After(change, "k")}: {bed.After(change, "customer")} {bed.After(change, "customer.name")}"),
                .. bed.Problems.Select(problem => $"{problem.SourceRow}: {problem.Message}"),
                .. bed.Header.Warnings,
            ],
            bed.Target.Reads.Any(read => read.Keys is not null));
    }

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private sealed record Case(
        List<(string? Number, string? Country)> Source, List<(string? Number, string? Country)> Accounts, bool IgnoreCase, bool FoundInAnyCase, bool Composite, bool Skip)
    {
        public string Yaml => $$"""
            key: k
            columns: { k: id, customer: { from: {{(Composite ? "[no, land]" : "no")}}, lookup: { table: account, match: {{(Composite ? "[number, country]" : "number")}}, missing: {{(Skip ? "skip" : "fail")}} } } }
            """;

        public override string ToString() =>
            $"{Yaml}\nignore case: {IgnoreCase}, found in any case: {FoundInAnyCase}\nsource: {string.Join(" ", Source)}\naccounts: {string.Join(" ", Accounts)}";
    }
}
