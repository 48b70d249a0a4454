using CsCheck;
using Syncline.Core.Connectors;
using Syncline.Core.Tables;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Tests.Applying;
using Syncline.Sync.Tests.Comparing;
using Syncline.Sync.Undo;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Undo;

/// <summary>
/// For random tables, mappings and options: once a plan is applied the next one is empty, and once the run is undone the target is what it was.
/// Keys of one and two columns, every compare mode, choices, lookups with each way to miss, and targets with and without versions and reads by key.
/// </summary>
public sealed class RoundTripProperties
{
    private static readonly DateTime Noon = new(2024, 1, 2, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Guid[] Accounts = [new("00000000-0000-4000-8000-0000000000a1"), new("00000000-0000-4000-8000-0000000000a2")];
    private static readonly ColumnType Gender = new() { Kind = ColumnKind.Choice, Choices = [new ChoiceOption(1, "Male"), new ChoiceOption(2, "Female")] };
    private static readonly ColumnType Parent = new() { Kind = ColumnKind.Lookup, LookupTargets = ["account"] };

    private static readonly Gen<string?> Key = OneOf<string?>("1", "2", "3", "a", "A", "b", "", null);
    private static readonly Gen<string?> Region = OneOf<string?>("north", "South", "south", "");
    private static readonly Gen<string?> Name = OneOf<string?>("x", "X", " x", "y", "", null, "ä");
    private static readonly Gen<string?> Amount = OneOf<string?>("1", "1.00", "1.01", "-2", "3.99", "many", "", null);
    private static readonly Gen<string?> Label = OneOf<string?>("Male", "female", "Nobody", "", null);
    private static readonly Gen<string?> Number = OneOf<string?>("A-1", "A-2", "A-9", "", null);
    private static readonly Gen<DateTime?> Moment = OneOf<DateTime?>(Noon, Noon.AddHours(1), Noon.AddHours(-1), Noon.AddMilliseconds(300), null);

    private static readonly Gen<object?[]> SourceRow = Gen.Select(Key, Region, Name, Amount, Label, Number, Moment, (key, region, name, amount, label, number, at) => new object?[] { key, region, name, amount, label, number, at });

    private static readonly Gen<object?[]> TargetRow = Gen.Select(
        Key, Region, Name, OneOf<decimal?>(1m, 1.01m, -2m, null), OneOf<int?>(1, 2, null), OneOf<Guid?>(Accounts[0], Accounts[1], null), Moment,
        (key, region, name, amount, gender, account, at) => new object?[] { key, region, name, amount, gender, account, at });

    private static readonly Gen<string> Mapping = Gen.Select(
        OneOf("code", "[code, region]"),
        OneOf("normal", "exact", "ignore-case", "trim", "{ trim: true, ignore-case: true }", "ignore", "only-if-target-empty", "only-if-source-not-empty", "trigger"),
        OneOf("normal", "{ tolerance: 0.01 }", "{ tolerance: 5 }", "ignore", "only-if-target-empty", "only-if-source-not-empty", "trigger"),
        OneOf("fail", "null", "skip"),
        OneOf("normal", "ignore", "newer-wins", "{ date-precision: minutes }", "trigger"),
        Gen.Select(
            OneOf("", "source-filter: \"name is distinct from 'y'\""),
            OneOf("{ delete: true }", "{ delete: false }", "{ add: false, delete: true }", "{ update: false, delete: true }"),
            OneOf("{ empty-equals-null: true }", "{ empty-equals-null: false, ignore-case: true }", "{ trim: true, date-precision: exact }"),
            OneOf("first", "last")),
        (key, name, amount, missing, at, more) => $$"""
            key: {{key}}
            columns:
              code: code
              region: region
              name: { from: name, compare: {{name}} }
              amount: { from: amount, compare: {{amount}} }
              gender: { from: gender, choice: label }
              parent: { from: company, lookup: { table: account, match: number, missing: {{missing}} } }
              changed: { from: changed, compare: {{at}} }
            {{more.Item1}}
            actions: {{more.Item2}}
            compare: {{more.Item3}}
            duplicates: {{more.Item4}}
            guards: { max-deletes: 100%, empty-source: continue }
            """);

    private static readonly Gen<Case> Cases = Gen.Select(
        SourceRow.List[0, 10], TargetRow.List[0, 10], Mapping, Gen.Bool, Gen.Bool, Gen.Bool, (source, target, yaml, versions, byKey, ignoreCase) => new Case(source, target, yaml, versions, byKey, ignoreCase));

    [Fact]
    public Task Applying_a_plan_makes_the_next_one_empty_and_undo_makes_the_target_what_it_was() => Cases.SampleAsync(
        async example =>
        {
            var token = TestContext.Current.CancellationToken;
            using var bed = Bed(example);
            var before = bed.TargetTable.Snapshot();
            if ((await bed.PlanAsync(example.Yaml)).Count == 0)
            {
                return;
            }

            var options = new ApplyOptions { RunsFolder = bed.FileAt("runs"), TimeProvider = new InstantTime() };
            await using var plan = await PlanFile.OpenAsync(bed.PlanPath, token);
            var run = await Applier.ApplyAsync(plan, bed.Target, options, null, token);
            run.State.ShouldBe(RunState.Finished, run.Reason ?? string.Join(' ', run.Reasons.Select(reason => reason.Message)));
            (await bed.PlanAsync(example.Yaml)).Select(change => $"{change.Action} {string.Join(' ', change.Changed)}").ShouldBeEmpty();

            var header = await UndoPlanner.PlanAsync(run, bed.Target, bed.FileAt("undo.plan"), options.TimeProvider, token);
            (header.Counts.Add, header.Counts.Update, header.Counts.Delete, header.Counts.Problems).ShouldBe((run.Delete.Done, run.Update.Done, run.Add.Done, 0));
            await using var undo = await PlanFile.OpenAsync(bed.FileAt("undo.plan"), token);
            (await Applier.ApplyAsync(undo, bed.Target, options, null, token)).State.ShouldBe(RunState.Finished);
            bed.TargetTable.Snapshot().ShouldBe(before);
        },
        iter: 30,
        threads: 1,
        print: example => example.ToString());

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static PlanBed Bed(Case example)
    {
        var bed = new PlanBed()
            .WithSource(Column("code"), Column("region"), Column("name"), Column("amount"), Column("gender"), Column("company"), Column("changed", ColumnKind.DateTime))
            .WithTarget(
                Column("code"), Column("region"), Column("name"), Column("amount", new ColumnType { Kind = ColumnKind.Decimal, Scale = 2 }), Column("gender", Gender), Column("parent", Parent), Column("changed", ColumnKind.DateTime));
        bed.Target.Capabilities = new ConnectionCapabilities { RowVersions = example.Versions, ReadByKeys = example.ByKey, KeysIgnoreCase = example.KeysIgnoreCase, MaxWriteBatch = 3 };
        var accounts = bed.Target.Table("account", "aid", [Column("aid", ColumnKind.Guid), Column("number")], nameColumn: "number");
        accounts.Add(Accounts[0], "A-1");
        accounts.Add(Accounts[1], "A-2");
        example.Source.ForEach(row => bed.SourceTable.Add(row));
        example.Target.ForEach(row => bed.AddTarget(row));
        return bed;
    }

    private sealed record Case(List<object?[]> Source, List<object?[]> Target, string Yaml, bool Versions, bool ByKey, bool KeysIgnoreCase)
    {
        public override string ToString() => $"{Yaml}\nversions: {Versions}, reads by key: {ByKey}, keys ignore case: {KeysIgnoreCase}\nsource: {Rows(Source)}\ntarget: {Rows(Target)}";

        private static string Rows(List<object?[]> rows) => string.Join(' ', rows.Select(row => $"({string.Join(',', row.Select(value => value ?? "null"))})"));
    }
}
