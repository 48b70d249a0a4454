using Syncline.Core.Errors;
using Syncline.Sync.Applying;

namespace Syncline.Sync.Tests.Applying;

/// <summary>What the target says about a plan before it is applied.</summary>
public sealed class ConflictCheckTests
{
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    public async Task Rows_that_changed_went_or_came_up_since_the_plan_are_told_and_nothing_is_written(bool rowIds, bool versions, bool readByKeys)
    {
        using var world = new ApplyWorld(rowIds, versions, readByKeys);
        await using var plan = await world.PlanAsync(adds: 2, updates: 4, deletes: 3);
        var (touchedUpdate, removedUpdate, wanted) = (world.Changes[2], world.Changes[3], world.Changes[4]);
        var (touchedDelete, removedDelete) = (world.Changes[6], world.Changes[7]);
        world.Contacts.Change(world.RowOf(touchedUpdate)!, "name", "Mallory");
        world.Contacts.Remove(world.RowOf(removedUpdate)!);
        world.Contacts.Change(world.RowOf(wanted)!, "name", wanted.After![1]); // somebody did by hand what the plan wants
        world.Contacts.Change(world.RowOf(touchedDelete)!, "credit", 7m);
        world.Contacts.Remove(world.RowOf(removedDelete)!);
        world.Add("N-001", "came up meanwhile", 1m, DateTime.UnixEpoch);
        var looked = new List<long>();

        var found = await ConflictCheck.FindAsync(plan, world.Target, new Looked(looked), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        found.Select(conflict => (conflict.Seq, conflict.Error.Id)).ShouldBe(
            [(world.Changes[0].Seq, "SY4021"), (touchedUpdate.Seq, "SY4020"), (removedUpdate.Seq, "SY4020"), (touchedDelete.Seq, "SY4020")]);
        found[1].Error.Message.ShouldContain("was changed on the target");
        found[2].Error.Message.ShouldContain("was removed on the target");
        looked.ShouldBe([9]);
        world.Target.Writer!.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_that_is_as_it_was_has_no_conflicts()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 2, updates: 2, deletes: 2);
        (await ConflictCheck.FindAsync(plan, world.Target, null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_system_is_refused_as_an_apply_would()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 1, updates: 0, deletes: 0, header: world.Header() with { Target = world.Header().Target with { SystemId = "elsewhere" } });
        (await Should.ThrowAsync<GuardException>(async () => await ConflictCheck.FindAsync(plan, world.Target, null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)))
            .Error.Id.ShouldBe("SY4003");
    }

    private sealed class Looked(List<long> counts) : IProgress<long>
    {
        public void Report(long value) => counts.Add(value);
    }
}
