using Syncline.Core.Errors;
using Syncline.Core.Writing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Resending;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Applying;

namespace Syncline.Sync.Tests.Resending;

public sealed class ResendPlannerTests
{
    private static readonly ErrorDetail Refused = new() { Id = "ME1", Phase = ErrorPhase.Write, Message = "The name is not liked." };

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public async Task Only_the_failed_rows_are_sent_again_with_the_corrected_values_and_applied_like_any_plan(bool rowIds, bool versions, bool readByKeys)
    {
        using var world = new ApplyWorld(rowIds, versions, readByKeys);
        await using var plan = await world.PlanAsync(adds: 3, updates: 3, deletes: 2);
        var run = await FailAsync(world, plan, "new 2", "changed 0");

        // Two are corrected: of the add also what was empty, of the update the name.
        var header = await ResendAsync(world, run, new(2, "name", "New"), new(2, "credit", 7m), new(4, "name", "Changed"));

        (header.Counts.Add, header.Counts.Update, header.Counts.Delete, header.Counts.SourceRows).ShouldBe((1, 1, 0, 2));
        (header.Origin!.Kind, header.Origin.AgainRunId, header.Origin.RunId, header.Origin.PlanDigest).ShouldBe((PlanOrigin.Again, run.Id, null, plan.Header.Digest));
        header.Warnings.ShouldHaveSingleItem().ShouldStartWith("3 values were corrected by hand");
        await using var again = await PlanFile.OpenAsync(PathOf(world), default);
        var changes = await again.ReadChangesAsync().ToListAsync();
        (changes[0].RowId, string.Join(' ', changes[0].Changed)).ShouldBe((world.Changes[1].RowId, "code since name credit"));
        (changes[1].Changed.ShouldHaveSingleItem(), changes[1].Before![1], changes[1].After![1]).ShouldBe(("name", "name 1", "Changed"));

        var result = await world.ApplyAsync(again);
        (result.State, result.Done).ShouldBe((RunState.Finished, 2));
        world.Value(world.RowOf(world.Changes[1])!, "name").ShouldBe("New");
        world.Value(world.RowOf(world.Changes[1])!, "credit").ShouldBe(7m);
        world.Value(world.RowOf(world.Changes[3])!, "name").ShouldBe("Changed");
    }

    [Fact]
    public async Task A_conflict_shows_what_stands_there_now_and_an_add_whose_key_came_up_is_an_update_of_that_row()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 2, updates: 3, deletes: 1);
        var (add, update, gone, delete) = (world.Changes[0], world.Changes[2], world.Changes[3], world.Changes[5]);
        world.Contacts.Change(world.RowOf(update)!, "name", "Mallory");
        world.Contacts.Change(world.RowOf(delete)!, "name", "Mallory");
        world.Contacts.Remove(world.RowOf(gone)!);
        var run = await FailAsync(world, plan, "new 1");
        (run.Failed, run.Conflicts).ShouldBe((1, 3));
        var other = world.Contacts.Add(Guid.CreateVersion7(), add.After![0], "Somebody", null, null);

        var header = await ResendAsync(world, run);

        (header.Counts.Add, header.Counts.Update, header.Counts.Delete, header.Counts.Problems).ShouldBe((0, 2, 1, 1));
        await using var again = await PlanFile.OpenAsync(PathOf(world), default);
        (await again.ReadChangesAsync().Select(change => (change.Action, change.Before![1], change.After?[1])).ToListAsync()).ShouldBe(
            [(PlanAction.Update, "Somebody", "new 1"), (PlanAction.Update, "Mallory", "changed 0"), (PlanAction.Delete, "Mallory", null)]);
        (await again.ReadProblemsAsync().SingleAsync()).Key.ShouldBe("C-002");
        (await world.ApplyAsync(again)).State.ShouldBe(RunState.Finished);
        world.Value(other, "name").ShouldBe("new 1");
        world.RowOf(delete).ShouldBeNull();
    }

    [Fact]
    public async Task Rows_that_are_as_wanted_by_now_are_left_and_the_guards_hold_for_the_new_counts()
    {
        using var world = new ApplyWorld();
        var header = world.Header() with { Guards = [new PlanGuard { Name = "max-deletes", Limit = "2", Found = "2 of 9 target rows", Holds = true }] };
        await using var plan = await world.PlanAsync(adds: 1, updates: 1, deletes: 2, header: header);
        var run = await FailAsync(world, plan, "new 1", "changed 0", "name 2", "name 3");
        run.Failed.ShouldBe(4);
        world.Contacts.Change(world.RowOf(world.Changes[1])!, "name", "changed 0");
        world.Contacts.Remove(world.RowOf(world.Changes[2])!);

        var again = await ResendAsync(world, run);

        (again.Counts.Add, again.Counts.Update, again.Counts.Delete, again.Counts.Same).ShouldBe((1, 0, 1, 2));
        var guard = again.Guards.ShouldHaveSingleItem();
        (guard.Found, guard.Holds).ShouldBe(("1 of 9 target rows (11.1%)", true));
    }

    [Fact]
    public async Task A_run_without_failed_rows_and_a_column_that_can_not_be_corrected_are_told()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 1, updates: 1, deletes: 1);
        var run = await FailAsync(world, plan, "changed 0");
        (await Should.ThrowAsync<ConfigurationException>(() => ResendAsync(world, run, new CellCorrection(2, "code", "X")))).Error.Id.ShouldBe("SY4033");
        (await Should.ThrowAsync<ConfigurationException>(() => ResendAsync(world, run, new CellCorrection(2, "nothing", "X")))).Error.Id.ShouldBe("SY4033");
        File.Exists(PathOf(world)).ShouldBeFalse();

        world.Target.Writer!.BeforeRow = null;
        var done = await world.ResumeAsync(run.Id, world.Options with { RetryFailed = true });
        (await Should.ThrowAsync<ConfigurationException>(() => ResendAsync(world, done))).Error.Id.ShouldBe("SY4032");
    }

    private static string PathOf(ApplyWorld world) => Path.Combine(Path.GetDirectoryName(world.PlanPath)!, "again.plan");

    private static async Task<PlanHeader> ResendAsync(ApplyWorld world, RunSummary run, params CellCorrection[] corrections) =>
        await ResendPlanner.PlanAsync(run, corrections, world.Target, PathOf(world), world.Time, default);

    // Rows are refused by the name that is sent, or that a row to delete has.
    private static async Task<RunSummary> FailAsync(ApplyWorld world, PlanFile plan, params string[] names)
    {
        var codes = world.Changes.Where(change => names.Contains(((change.After ?? change.Before)![1] as string)!)).Select(change => (change.RowId, (change.After ?? change.Before)![0])).ToList();
        world.Target.Writer!.BeforeRow = (batch, row) =>
        {
            var values = Enumerable.Range(0, batch.Rows.Columns.Count).Select(column => batch.Rows.GetValue(column, row)?.ToString()).ToList();
            return codes.Any(code => values.Contains(code.RowId ?? (string)code.Item2!)) ? RowOutcome.Failed(Refused) : null;
        };
        var run = await world.ApplyAsync(plan);
        world.Target.Writer.BeforeRow = null;
        return run;
    }
}
