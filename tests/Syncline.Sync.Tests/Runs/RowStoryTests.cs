using Syncline.Core.Errors;
using Syncline.Core.Writing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Applying;
using Syncline.Sync.Undo;

namespace Syncline.Sync.Tests.Runs;

public sealed class RowStoryTests
{
    [Fact]
    public async Task All_that_runs_did_to_a_row_is_told_newest_first_with_what_became_of_it()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 1, updates: 2, deletes: 1);
        world.Target.Writer!.BeforeRow = (batch, row) => batch.Kind == WriteKind.Delete ? RowOutcome.Failed(new ErrorDetail { Id = "ME1", Phase = ErrorPhase.Write, Message = "No." }) : null;
        var first = await world.ApplyAsync(plan);
        await Task.Delay(TimeSpan.FromMinutes(3), world.Time);
        var undoPath = Path.Combine(Path.GetDirectoryName(world.PlanPath)!, "undo.plan");
        await UndoPlanner.PlanAsync(first, world.Target, undoPath, world.Time, default);
        await using var undo = await PlanFile.OpenAsync(undoPath, default);
        var second = await world.ApplyAsync(undo);

        var updated = world.Changes[1];
        foreach (var key in new[] { "c-001", updated.RowId! })
        {
            var story = await world.Runs.ReadStoryAsync(new WantedRow(key), null).ToListAsync();
            story.Select(told => (told.Run.Id, told.Change.Action, told.Change.Before![1], told.Change.After![1], told.Line!.State)).ShouldBe(
                [(second.Id, PlanAction.Update, "changed 0", "name 1", RowState.Done), (first.Id, PlanAction.Update, "name 1", "changed 0", RowState.Done)]);
        }

        (await world.Runs.ReadStoryAsync(new WantedRow("N-001"), null).Select(told => told.Change.Action).ToListAsync()).ShouldBe([PlanAction.Delete, PlanAction.Add]);
        var refused = await world.Runs.ReadStoryAsync(new WantedRow("C-003"), null).SingleAsync();
        (refused.Line!.State, refused.Line.Message).ShouldBe((RowState.Failed, "No."));
        (await world.Runs.ReadStoryAsync(new WantedRow("C-00"), null).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Only_runs_of_the_same_table_are_looked_through_and_one_that_can_not_be_read_hides_no_other()
    {
        using var world = new ApplyWorld(rowIds: false);
        await using var plan = await world.PlanAsync(adds: 1, updates: 1, deletes: 0);
        var run = await world.ApplyAsync(plan);
        await Task.Delay(TimeSpan.FromMinutes(3), world.Time);
        var broken = await world.ApplyAsync(plan);
        File.SetAttributes(Path.Combine(broken.Folder, "changes.plan"), FileAttributes.Normal);
        await File.WriteAllTextAsync(Path.Combine(broken.Folder, "changes.plan"), "no plan any more");

        var looked = new Looked();
        (await world.Runs.ReadStoryAsync(new WantedRow("C-001"), looked).Select(told => told.Run.Id).ToListAsync()).ShouldBe([run.Id]);
        looked.Runs.ShouldBe(2);
        (await world.Runs.ReadStoryAsync(new WantedRow("C-001", run), null).CountAsync()).ShouldBe(1);
        (await world.Runs.ReadStoryAsync(new WantedRow("C-001", run with { Table = "account" }), null).CountAsync()).ShouldBe(0);
        (await world.Runs.ReadStoryAsync(new WantedRow("C-001", run with { SystemId = "another" }), null).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_pace_of_a_run_counts_its_rows_second_by_second()
    {
        using var world = new ApplyWorld(maxBatch: 10);
        await using var plan = await world.PlanAsync(adds: 30, updates: 0, deletes: 0);
        var batches = 0;
        world.Target.Writer!.BeforeBatch = async (_, token) => await Task.Delay(TimeSpan.FromSeconds(batches++ == 0 ? 0 : 2), world.Time, token);

        var run = await world.ApplyAsync(plan, world.Options with { MaxParallelism = 1 });

        var pace = await world.Runs.ReadPaceAsync(run, default);
        pace.Sum(one => one.Rows).ShouldBe(30);
        pace[0].Second.ShouldBe(run.Started);
        pace.Select(one => one.Second).ShouldBe(pace.Select(one => one.Second).Order());
        pace.Count.ShouldBeGreaterThan(1);
    }

    private sealed class Looked : IProgress<int>
    {
        public int Runs { get; private set; }

        public void Report(int value) => Runs = value;
    }
}
