using CsCheck;
using Syncline.Core.Errors;
using Syncline.Core.Writing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Tests.Applying;
using Syncline.Sync.Undo;

namespace Syncline.Sync.Tests.Undo;

public sealed class UndoPlannerTests
{
    [Fact]
    public async Task Undo_makes_the_target_what_it_was() =>
        await Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Bool, Gen.Bool, Gen.Bool).SampleAsync(async (adds, updates, deletes, rowIds, versions, readByKeys) =>
        {
            using var world = new ApplyWorld(rowIds, versions, readByKeys);
            await using var plan = await world.PlanAsync(adds, updates, deletes);
            var before = world.Contacts.Snapshot();
            var run = await world.ApplyAsync(plan);
            run.State.ShouldBe(RunState.Finished);

            var header = await UndoPlanner.PlanAsync(run, world.Target, UndoPath(world), world.Time, default);
            (header.Counts.Add, header.Counts.Update, header.Counts.Delete, header.Counts.Problems).ShouldBe((deletes, updates, adds, 0));
            await using var undo = await PlanFile.OpenAsync(UndoPath(world), default);
            (await world.ApplyAsync(undo)).State.ShouldBe(RunState.Finished);

            world.Contacts.Snapshot().ShouldBe(before);
        }, iter: 12, threads: 1);

    [Fact]
    public async Task What_somebody_changed_since_the_run_is_left_alone_and_listed()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 2, updates: 4, deletes: 2);
        var run = await world.ApplyAsync(plan);
        var (added, renamed, recredited, removed, back) = (world.Changes[0], world.Changes[2], world.Changes[3], world.Changes[4], world.Changes[6]);
        world.Contacts.Change(world.RowOf(added)!, "name", "Mallory");
        world.Contacts.Change(world.RowOf(renamed)!, "name", "Mallory");
        world.Contacts.Change(world.RowOf(recredited)!, "credit", 99m);
        world.Contacts.Remove(world.RowOf(removed)!);
        world.Contacts.Add(Guid.Parse(back.RowId!), back.Before![0], "back", null, null);

        await UndoPlanner.PlanAsync(run, world.Target, UndoPath(world), world.Time, default);

        await using var undo = await PlanFile.OpenAsync(UndoPath(world), default);
        (await undo.ReadProblemsAsync().Select(problem => (problem.SourceRow, problem.Column, problem.ErrorId)).ToListAsync())
            .ShouldBe([(7, null, "SY4031"), (3, "name", "SY4031"), (4, "credit", "SY4031"), (5, null, "SY4031"), (1, "name", "SY4031")]);
        (await undo.ReadChangesAsync().Select(change => (change.Action, string.Join(' ', change.Changed))).ToListAsync())
            .ShouldBe([(PlanAction.Add, "code name credit since"), (PlanAction.Update, "since"), (PlanAction.Update, "credit since"), (PlanAction.Delete, "")]);
        var result = await world.ApplyAsync(undo);
        (result.State, result.Done).ShouldBe((RunState.Finished, 4));
        world.Value(world.RowOf(renamed)!, "name").ShouldBe("Mallory");
        world.Value(world.RowOf(recredited)!, "credit").ShouldBe(99m);
        world.Value(world.RowOf(recredited)!, "since").ShouldBe(recredited.Before![3]);
    }

    [Fact]
    public async Task Only_what_the_run_wrote_is_taken_back_and_a_run_in_doubt_is_settled_first()
    {
        using var world = new ApplyWorld(maxBatch: 1);
        await using var plan = await world.PlanAsync(adds: 6, updates: 0, deletes: 0);
        world.Target.Writer!.BeforeBatch = (_, _) => world.Contacts.Rows.Count >= 5
            ? throw new SignInException(new ErrorDetail { Id = "ME1", Phase = ErrorPhase.SignIn, Message = "Signed out." })
            : ValueTask.CompletedTask;
        await Should.ThrowAsync<SignInException>(async () => await world.ApplyAsync(plan, world.Options with { MaxParallelism = 1 }));
        var run = (await world.Runs.ListAsync(default)).Single();
        (await Should.ThrowAsync<ConfigurationException>(async () => await UndoPlanner.PlanAsync(run, world.Target, UndoPath(world), world.Time, default))).Error.Id.ShouldBe("SY4030");

        world.Target.Writer.BeforeBatch = null;
        world.Target.Writer.BeforeRow = (_, _) => RowOutcome.Failed(new ErrorDetail { Id = "ME2", Phase = ErrorPhase.Write, Message = "No." });
        run = await world.ResumeAsync(run.Id);
        (run.Done, run.Failed).ShouldBe((3, 3));
        world.Target.Writer.BeforeRow = null;

        (await UndoPlanner.PlanAsync(run, world.Target, UndoPath(world), world.Time, default)).Counts.Delete.ShouldBe(3);
    }

    private static string UndoPath(ApplyWorld world) => Path.Combine(Path.GetDirectoryName(world.PlanPath)!, "undo.plan");
}

