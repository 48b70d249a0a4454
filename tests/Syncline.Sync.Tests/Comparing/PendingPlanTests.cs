using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Connections;
using Syncline.Sync.Tests.Plans;
using Syncline.Sync.Undo;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>Plans that are made one upon the other before any is applied: rows of one point to rows that another adds.</summary>
public sealed class PendingPlanTests : IDisposable
{
    private const string Project = """
        name: crm
        source: { connection: from }
        target: { connection: to }
        mappings:
          - source: { table: people }
            target: { table: contact }
            key: code
            columns:
              code: id
              company: { from: company, lookup: { table: account, match: code } }
          - source: { table: companies }
            target: { table: account }
            key: code
            columns:
              code: id
              name: name
              parent: { from: parent, lookup: { table: account, match: code } }
              boss: { from: boss, lookup: { table: contact, match: code } }
            actions: { delete: true }
            guards: { max-deletes: 100% }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("syncline-pending-").FullName;
    private readonly MemoryConnection source = new() { Writer = null };
    private readonly MemoryConnection target = new();
    private readonly MemoryTable accounts;
    private readonly MemoryTable contacts;

    public PendingPlanTests()
    {
        var people = source.Table("people", null, [Column("id"), Column("company")]);
        people.Add("P1", "A1");
        people.Add("P2", "A3");
        var companies = source.Table("companies", null, [Column("id"), Column("name"), Column("parent"), Column("boss")]);
        companies.Add("A1", "renamed", "A2", "P1");
        companies.Add("A2", "new", "A3", null);
        companies.Add("A3", "new too", null, "P2");
        accounts = target.Table("account", "accountid", [Column("accountid", ColumnKind.Guid), Column("code"), Column("name"), Lookup("parent", "account"), Lookup("boss", "contact")]);
        contacts = target.Table("contact", "contactid", [Column("contactid", ColumnKind.Guid), Column("code"), Lookup("company", "account")]);
        accounts.Add(Guid.CreateVersion7(), "A1", "old", null, null);
        accounts.Add(Guid.CreateVersion7(), "A9", "gone", null, null);
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
    public async Task All_is_planned_before_anything_is_written_applied_in_order_complete_and_undone_in_reverse()
    {
        var before = (accounts.Snapshot(), contacts.Snapshot());

        var plans = await PlanAsync("first");

        accounts.Snapshot().ShouldBe(before.Item1);
        contacts.Snapshot().ShouldBe(before.Item2);
        plans.Select(plan => (plan.Header.Project.Name, plan.Header.Counts.Add, plan.Header.Counts.Update, plan.Header.Counts.Delete, plan.Header.Counts.Problems))
            .ShouldBe([("crm.account", 2, 1, 1, 0), ("crm.contact", 2, 0, 0, 0), ("crm.account.links", 0, 3, 0, 0)]);
        var runs = new List<RunSummary>();
        foreach (var (path, _) in plans)
        {
            runs.Add(await ApplyAsync(path));
        }

        var names = accounts.Rows.ToDictionary(row => (Guid)accounts.Value(row, "accountid")!, row => (string)accounts.Value(row, "code")!);
        var people = contacts.Rows.ToDictionary(row => (Guid)contacts.Value(row, "contactid")!, row => (string)contacts.Value(row, "code")!);
        accounts.Rows.Select(row => $"{accounts.Value(row, "code")}>{Name(names, accounts.Value(row, "parent"))}>{Name(people, accounts.Value(row, "boss"))}").Order(StringComparer.Ordinal)
            .ShouldBe(["A1>A2>P1", "A2>A3>", "A3>>P2"]);
        contacts.Rows.Select(row => $"{contacts.Value(row, "code")}>{Name(names, contacts.Value(row, "company"))}").Order(StringComparer.Ordinal).ShouldBe(["P1>A1", "P2>A3"]);
        (await PlanAsync("again")).ShouldAllBe(plan => plan.Header.Counts.Changes == 0);

        foreach (var run in Enumerable.Reverse(runs))
        {
            var path = Path.Combine(folder, $"undo-{run.Id}.plan");
            (await UndoPlanner.PlanAsync(run, target, path, TimeProvider.System, default)).Counts.Problems.ShouldBe(0);
            await ApplyAsync(path);
        }

        accounts.Snapshot().ShouldBe(before.Item1);
        contacts.Snapshot().ShouldBe(before.Item2);
    }

    private static string Name(Dictionary<Guid, string> names, object? id) => id is Guid known ? names[known] : "";

    private static ColumnSchema Lookup(string name, string table) => Column(name, new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = [table] });

    private async Task<RunSummary> ApplyAsync(string path)
    {
        await using var plan = await PlanFile.OpenAsync(path, default);
        var run = await Applier.ApplyAsync(plan, target, new ApplyOptions { RunsFolder = Path.Combine(folder, "runs") }, null, default);
        (run.State, run.Failed, run.Conflicts).ShouldBe((RunState.Finished, 0, 0));
        return run;
    }

    private async Task<IReadOnlyList<(string Path, PlanHeader Header)>> PlanAsync(string name)
    {
        var set = ProjectReader.ReadSet(Project, "crm.syncline.yaml", ProjectParameters.None);
        var steps = MappingOrder.Of([.. set.Projects.Select(project => (project, target[project.Target.Table].Schema))]);
        var plans = new List<(string Path, PlanHeader Header)>();
        foreach (var step in steps)
        {
            var path = Path.Combine(folder, $"{name}-{step.Project.Name}.plan");
            var pending = plans.Select(plan => new PendingPlan(plan.Path, plan.Header.Target.Connection, plan.Header.Target.Table)).ToList();
            plans.Add((path, await Planner.PlanAsync(step.Project, source, target, new PlanOptions { OutPath = path, WorkFolder = folder, Threads = 1, Pending = pending }, null, default)));
        }

        return plans;
    }
}
