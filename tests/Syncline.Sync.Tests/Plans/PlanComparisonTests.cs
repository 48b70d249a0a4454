using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Tests.Plans;

/// <summary>A plan held against an earlier one: which changes are new, gone, different.</summary>
public sealed class PlanComparisonTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-against-").FullName;

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Changes_are_new_gone_different_or_the_same_by_the_key_of_their_row()
    {
        await using var earlier = await WriteAsync(
            Change(1, PlanAction.Add, ["code", "name"], null, ["A", "Ada", null, null]),
            Change(2, PlanAction.Add, ["code", "name"], null, ["N", "Nia", null, null]),
            Change(3, PlanAction.Update, ["name"], ["B", "Bob", 1m, null], ["B", "Bo", 1m, null]),
            Change(4, PlanAction.Update, ["name"], ["D", "Dan", 1m, null], ["D", "Dana", 1m, null]),
            Change(5, PlanAction.Update, ["name"], ["E", "Eve", 1m, null], ["E", "Eva", 1m, null]),
            Change(6, PlanAction.Delete, [], ["C", "Cid", null, null], null),
            Change(7, PlanAction.Delete, [], ["Z", "Zoe", null, null], null));
        await using var now = await WriteAsync(
            Change(1, PlanAction.Add, ["code", "name"], null, ["A", "Ada", null, null]), // the id of a new row is another in each plan
            Change(2, PlanAction.Update, ["name"], ["N", "Nils", null, null], ["N", "Nia", null, null]), // somebody else added it meanwhile
            Change(3, PlanAction.Update, ["name"], ["B", "Bob", 7m, null], ["B", "Bo", 7m, null]), // a cell that it leaves alone is another
            Change(4, PlanAction.Update, ["name"], ["D", "Dan", 1m, null], ["D", "Daniela", 1m, null]),
            Change(5, PlanAction.Update, ["name", "credit"], ["E", "Eve", 1m, null], ["E", "Eva", 2m, null]),
            Change(6, PlanAction.Update, ["name"], ["F", "Fay", 1m, null], ["F", "Fae", 1m, null]),
            Change(7, PlanAction.Delete, [], ["C", "Cid", 3m, null], null));

        var found = await PlanComparison.OfAsync(now, earlier, folder, TestContext.Current.CancellationToken);

        found.New.ShouldBe([6]);
        found.Gone.ShouldBe([7]);
        found.Different.ShouldBe([(2, 2), (4, 4), (5, 5)]);
        found.Same.ShouldBe(3);
        found.EarlierOf(4).ShouldBe(4);
        found.EarlierOf(3).ShouldBeNull();
    }

    [Fact]
    public async Task A_plan_differs_in_nothing_from_itself()
    {
        await using var plan = await WriteAsync([.. SamplePlans.ThreeChanges]);
        var found = await PlanComparison.OfAsync(plan, plan, folder, TestContext.Current.CancellationToken);
        (found.New.Count, found.Gone.Count, found.Different.Count, found.Same).ShouldBe((0, 0, 0, 3));
    }

    [Fact]
    public async Task Columns_and_types_that_changed_between_the_plans_are_no_hindrance()
    {
        await using var earlier = await WriteAsync(
            [SamplePlans.Column("code", ColumnKind.Text, PlanColumnRole.Key), SamplePlans.Column("size", ColumnKind.Integer, PlanColumnRole.Value), SamplePlans.Column("old", ColumnKind.Text, PlanColumnRole.Value)],
            Change(1, PlanAction.Update, ["size"], ["A", 1L, "x"], ["A", 2L, "x"]),
            Change(2, PlanAction.Update, ["old"], ["B", 1L, "x"], ["B", 1L, "y"]));
        await using var now = await WriteAsync(
            [SamplePlans.Column("code", ColumnKind.Text, PlanColumnRole.Key), SamplePlans.Column("size", ColumnKind.Text, PlanColumnRole.Value), SamplePlans.Column("fresh", ColumnKind.Text, PlanColumnRole.Value)],
            Change(1, PlanAction.Update, ["size"], ["A", "1", "x"], ["A", "2", "x"]),
            Change(2, PlanAction.Update, ["fresh"], ["B", "1", "x"], ["B", "1", "z"]));
        var found = await PlanComparison.OfAsync(now, earlier, folder, TestContext.Current.CancellationToken);
        (found.Same, found.Different.Count).ShouldBe((1, 1));
        found.EarlierOf(2).ShouldBe(2);
    }

    [Fact]
    public async Task Rows_without_a_whole_key_are_known_by_their_id()
    {
        PlannedChange[] deletes = [Change(1, PlanAction.Delete, [], [null, "One", null, null], null), Change(2, PlanAction.Delete, [], [null, "Two", null, null], null)];
        await using var earlier = await WriteAsync(deletes);
        await using var now = await WriteAsync(deletes[0] with { RowId = deletes[1].RowId });
        var found = await PlanComparison.OfAsync(now, earlier, folder, TestContext.Current.CancellationToken);
        (found.New.Count, found.Same).ShouldBe((0, 1));
        found.Gone.ShouldBe([1]);
    }

    [Fact]
    public async Task Plans_for_other_tables_or_with_other_keys_are_refused()
    {
        await using var plan = await WriteAsync([.. SamplePlans.ThreeChanges]);
        var header = SamplePlans.Header();
        foreach (var other in new[] { header with { Target = header.Target with { Table = "lead" } }, header with { Target = header.Target with { SystemId = "memory-2" } }, header with { Key = ["name"] } })
        {
            await using var opened = await WriteAsync(SamplePlans.Columns, other, [.. SamplePlans.ThreeChanges]);
            (await Should.ThrowAsync<ConfigurationException>(() => PlanComparison.OfAsync(plan, opened, folder, TestContext.Current.CancellationToken))).Error.Id.ShouldBe("SY3009");
        }
    }

    private static PlannedChange Change(long seq, PlanAction action, IReadOnlyList<string> changed, IReadOnlyList<object?>? before, IReadOnlyList<object?>? after) => new()
    {
        Seq = seq,
        Action = action,
        RowId = Guid.NewGuid().ToString(),
        Changed = changed,
        Before = before,
        After = after,
    };

    private Task<PlanFile> WriteAsync(params PlannedChange[] changes) => WriteAsync(SamplePlans.Columns, changes);

    private Task<PlanFile> WriteAsync(IReadOnlyList<PlanColumn> columns, params PlannedChange[] changes) => WriteAsync(columns, SamplePlans.Header(), changes);

    private async Task<PlanFile> WriteAsync(IReadOnlyList<PlanColumn> columns, PlanHeader header, PlannedChange[] changes)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.plan");
        await SamplePlans.WriteAsync(path, columns, changes, header: header);
        return await PlanFile.OpenAsync(path, TestContext.Current.CancellationToken);
    }
}
