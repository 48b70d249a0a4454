using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Connections;
using Syncline.Sync.Tests.Plans;
using Syncline.Sync.Undo;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Projects;

/// <summary>What <c>missing: add</c> plans, and that its plans are plans like any other.</summary>
public sealed class MissingRowsTests : IDisposable
{
    private const string People = """
        name: people
        source: { connection: from, table: people }
        target: { connection: to, table: contact }
        key: code
        columns:
          code: id
          company: { from: company, lookup: { table: account, match: number, missing: add } }
        source-filter: land <> 'CH'
        guards: { max-adds: 3 }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("syncline-missing-").FullName;
    private readonly MemoryConnection source = new() { Writer = null };
    private readonly MemoryConnection target = new();
    private readonly MemoryTable people;
    private readonly MemoryTable accounts;
    private readonly MemoryTable contacts;

    public MissingRowsTests()
    {
        people = source.Table("people", null, [Column("id"), Column("company"), Column("land")]);
        accounts = target.Table(
            "account", "accountid", [Column("accountid", ColumnKind.Guid), Column("number", new ColumnType { Kind = ColumnKind.Text, MaxLength = 4 }), Column("land"), Column("name")], "name");
        contacts = target.Table("contact", "contactid", [Column("contactid", ColumnKind.Guid), Column("code"), Lookup("company", "account"), Lookup("boss", "contact")]);
        accounts.Add(Guid.CreateVersion7(), "A1", "DE", "there");
    }

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Each_missing_value_is_one_add_before_the_rows_that_point_to_it_and_both_can_be_undone()
    {
        people.Add("P1", "A1", "DE");
        people.Add("P2", "A2", "DE");
        people.Add("P3", "A2", "AT");
        people.Add("P4", "", "AT");
        people.Add("P5", "A3", "CH");
        var before = (accounts.Snapshot(), contacts.Snapshot());

        var plans = await PlanAsync(People, "first");

        plans.Select(plan => (plan.Header.Project.Name, plan.Header.Target.Table, plan.Header.Counts.Add, plan.Header.Counts.Changes, plan.Header.Counts.Problems))
            .ShouldBe([("people.company-missing", "account", 1, 1, 0), ("people", "contact", 4, 4, 0)]);
        plans.Select(plan => plan.Header.Guards.Single(guard => guard.Name == "max-adds")).Select(guard => (guard.Limit, guard.Holds)).ShouldBe([("3", true), ("3", false)]);
        var added = (await ChangesAsync(plans[0].Path)).ShouldHaveSingleItem();
        added.Changed.ShouldBe(["number"]);
        (await ChangesAsync(plans[1].Path)).Select(change => change.After![1]).ShouldBe([accounts.Rows[0].Values[0], Guid.Parse(added.RowId!), Guid.Parse(added.RowId!), null]);
        accounts.Snapshot().ShouldBe(before.Item1);
        contacts.Snapshot().ShouldBe(before.Item2);

        var runs = new List<RunSummary>();
        foreach (var (path, _) in await PlanAsync(People.Replace("max-adds: 3", "max-adds: 4", StringComparison.Ordinal), "second"))
        {
            runs.Add(await ApplyAsync(path));
        }

        accounts.Rows.Select(row => accounts.Value(row, "number")).ShouldBe(["A1", "A2"]);
        (await PlanAsync(People, "again")).ShouldAllBe(plan => plan.Header.Counts.Changes == 0 && plan.Header.Warnings.Count == 0);
        foreach (var run in Enumerable.Reverse(runs))
        {
            var path = Path.Combine(folder, $"undo-{run.Id}.plan");
            await UndoPlanner.PlanAsync(run, target, path, TimeProvider.System, default);
            await ApplyAsync(path);
        }

        accounts.Snapshot().ShouldBe(before.Item1);
        contacts.Snapshot().ShouldBe(before.Item2);
    }

    [Fact]
    public async Task What_does_not_fit_or_is_ambiguous_is_not_added_and_its_rows_are_problems()
    {
        accounts.Add(Guid.CreateVersion7(), "A1", "AT", "there twice");
        people.Add("P1", "A1", "DE");
        people.Add("P2", "too long", "DE");
        people.Add("P3", "too long", "DE");

        var plans = await PlanAsync(People, "p");

        plans.ShouldAllBe(plan => plan.Header.Counts.Changes == 0);
        (await ProblemsAsync(plans[0].Path)).ShouldHaveSingleItem().Column.ShouldBe("number");
        (await ProblemsAsync(plans[1].Path)).Select(problem => (problem.ErrorId, problem.Advice!.Split(';')[0])).ShouldBe(
        [
            ("SY2121", "Match by more columns, or by one that is unique."),
            ("SY2120", "The plan before this one adds to account what can be added"),
            ("SY2120", "The plan before this one adds to account what can be added"),
        ]);
    }

    [Fact]
    public async Task Several_matched_columns_are_all_filled_and_a_value_is_one_whatever_its_case_where_the_target_ignores_it()
    {
        target.Capabilities = target.Capabilities with { KeysIgnoreCase = true };
        people.Add("P1", "a1", "de");
        people.Add("P2", "A2", "DE");
        people.Add("P3", "a2", "DE");
        people.Add("P4", "A2", null);

        var plans = await PlanAsync(People.Replace("from: company, lookup: { table: account, match: number,", "from: [company, land], lookup: { table: account, match: [number, land],", StringComparison.Ordinal)
            .Replace("source-filter: land <> 'CH'\n", "", StringComparison.Ordinal), "p");

        (await ChangesAsync(plans[0].Path)).ShouldHaveSingleItem().After!.ShouldBe(["A2", "DE"]);
        plans[1].Header.Counts.Add.ShouldBe(3);
        (await ProblemsAsync(plans[1].Path)).ShouldHaveSingleItem().Message.ShouldBe("There is no account with number \"A2\" and no land");
    }

    [Fact]
    public void A_list_adds_its_own_rows_first_then_what_is_missing_and_a_project_alone_can_not_tell_them_apart()
    {
        const string Boss = """
            source: { connection: from, table: people }
            target: { connection: to, table: contact }
            key: code
            columns: { code: id, boss: { from: company, lookup: { table: contact, match: code, missing: add } } }
            """;

        Steps(ProjectReader.ReadSet("name: crm\nmappings:\n  - name: people\n    " + Boss.Replace("\n", "\n    ", StringComparison.Ordinal), "p.syncline.yaml", ProjectParameters.None))
            .Select(step => step.Project.Name).ShouldBe(["crm.people", "crm.people.links.boss-missing", "crm.people.links"]);
        var error = Should.Throw<ConfigurationException>(() => Steps(ProjectReader.ReadSet("name: people\n" + Boss, "p.syncline.yaml", ProjectParameters.None))).Error;
        (error.Id, error.Column, error.Location!.Line).ShouldBe(("SY1123", "boss", 5));
    }

    [Fact]
    public void A_project_that_neither_adds_nor_updates_adds_nothing_that_is_missing() =>
        Steps(ProjectReader.ReadSet(People + "\nactions: { add: false, update: false, delete: true }", "p.syncline.yaml", ProjectParameters.None)).ShouldHaveSingleItem();

    private static ColumnSchema Lookup(string name, string table) => Column(name, new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = [table] });

    private static async Task<List<PlannedChange>> ChangesAsync(string path)
    {
        await using var plan = await PlanFile.OpenAsync(path, default);
        return await plan.ReadChangesAsync().ToListAsync();
    }

    private static async Task<List<PlanProblem>> ProblemsAsync(string path)
    {
        await using var plan = await PlanFile.OpenAsync(path, default);
        return await plan.ReadProblemsAsync(default).ToListAsync();
    }

    private IReadOnlyList<MappingStep> Steps(ProjectSet set) => MissingRows.Before(
        set.IsList ? MappingOrder.Of([.. set.Projects.Select(project => (project, target[project.Target.Table].Schema))]) : [new MappingStep(set.Projects[0], IsSecondPass: false)]);

    private async Task<RunSummary> ApplyAsync(string path)
    {
        await using var plan = await PlanFile.OpenAsync(path, default);
        var run = await Applier.ApplyAsync(plan, target, new ApplyOptions { RunsFolder = Path.Combine(folder, "runs") }, null, default);
        (run.State, run.Failed, run.Conflicts).ShouldBe((RunState.Finished, 0, 0));
        return run;
    }

    private async Task<IReadOnlyList<(string Path, PlanHeader Header)>> PlanAsync(string yaml, string name)
    {
        var plans = new List<(string Path, PlanHeader Header)>();
        foreach (var step in Steps(ProjectReader.ReadSet(yaml, "people.syncline.yaml", ProjectParameters.None)))
        {
            var path = Path.Combine(folder, $"{name}-{step.Project.Name}.plan");
            var pending = plans.Where(plan => plan.Header.Counts.Changes > 0).Select(plan => new PendingPlan(plan.Path, plan.Header.Target.Connection, plan.Header.Target.Table)).ToList();
            plans.Add((path, await Planner.PlanAsync(step.Project, source, target, new PlanOptions { OutPath = path, WorkFolder = folder, Threads = 1, Pending = pending }, null, default)));
        }

        return plans;
    }
}
