using Syncline.Sync.Plans;

namespace Syncline.Sync.Tests.Plans;

/// <summary>Updates by the columns in which they differ.</summary>
public sealed class PlanChangeGroupsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-groups-").FullName;

    private string Plan => Path.Combine(folder, "a.plan");

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_largest_group_comes_first_and_each_gives_the_numbers_of_its_changes()
    {
        await WriteAsync(["name"], ["o'clock"], ["name"], ["name", "o'clock"], ["name"]);
        await using var plan = await PlanFile.OpenAsync(Plan, TestContext.Current.CancellationToken);
        var groups = await PlanChangeGroups.ReadAsync(plan, TestContext.Current.CancellationToken);
        groups.Select(group => (string.Join('+', group.Columns), group.Count)).ShouldBe([("name", 3), ("o'clock", 1), ("name+o'clock", 1)]);
        (await PlanChangeGroups.FindAsync(plan, groups[0], TestContext.Current.CancellationToken)).ShouldBe([2, 4, 6]);
        (await PlanChangeGroups.FindAsync(plan, groups[1], TestContext.Current.CancellationToken)).ShouldBe([3]);
        (await PlanChangeGroups.FindAsync(plan, groups[2], TestContext.Current.CancellationToken)).ShouldBe([5]);
    }

    [Fact]
    public async Task A_plan_without_updates_has_no_groups()
    {
        await WriteAsync();
        await using var plan = await PlanFile.OpenAsync(Plan, TestContext.Current.CancellationToken);
        (await PlanChangeGroups.ReadAsync(plan, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    // One add before the updates: it belongs to no group.
    private Task<PlanHeader> WriteAsync(params string[][] updates) => SamplePlans.WriteAsync(
        Plan,
        SamplePlans.Columns,
        [
            SamplePlans.ThreeChanges[0],
            .. updates.Select((changed, i) => SamplePlans.ThreeChanges[1] with { Seq = i + 2, RowId = $"0198a7d0-0000-7000-8000-{i:000000000000}", Changed = changed }),
        ]);
}
