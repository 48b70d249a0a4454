using Syncline.Core.Errors;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Tests.Applying;

public sealed class ApplyPauseTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task A_paused_run_finishes_what_is_in_flight_sends_no_more_keeps_its_table_and_goes_on(int? parallelism)
    {
        using var world = new ApplyWorld(maxBatch: 5);
        await using var plan = await world.PlanAsync(adds: 100, updates: 20, deletes: 20);
        var pause = new ApplyPause();
        PauseInBatch(world, pause, number: 3);
        var rest = new AtRest(pause);

        var running = world.ApplyAsync(plan, world.Options with { Pause = pause, MaxParallelism = parallelism }, rest);
        await rest.Reached;

        var sent = world.Target.Writer!.Batches.Count;
        var run = (await world.Runs.ListAsync(default)).Single();
        (run.State, run.Unknown, run.Done).ShouldBe((RunState.Running, 0, world.Changes.Count(world.IsApplied)));
        run.Pending.ShouldBeGreaterThan(0);
        pause.IsPaused.ShouldBeTrue();
        var refused = await Should.ThrowAsync<GuardException>(async () => await world.ApplyAsync(plan));
        refused.Error.Id.ShouldBe("SY4006");
        world.Target.Writer.Batches.Count.ShouldBe(sent);

        pause.GoOn();
        pause.GoOn();
        (await running).State.ShouldBe(RunState.Finished);
        world.Changes.ShouldAllBe(change => world.IsApplied(change));
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_it_is_paused_is_stopped_in_good_order_and_resume_goes_on()
    {
        using var world = new ApplyWorld(maxBatch: 5);
        await using var plan = await world.PlanAsync(adds: 100, updates: 0, deletes: 0);
        var pause = new ApplyPause();
        PauseInBatch(world, pause, number: 3);
        var rest = new AtRest(pause);
        using var stop = new CancellationTokenSource();

        var running = world.ApplyAsync(plan, world.Options with { Pause = pause }, rest, stop.Token);
        await rest.Reached;
        await stop.CancelAsync();
        var stopped = await running;

        (stopped.State, stopped.Unknown, stopped.Done).ShouldBe((RunState.Stopped, 0, world.Changes.Count(world.IsApplied)));
        stopped.Pending.ShouldBeGreaterThan(0);
        (await world.ResumeAsync(stopped.Id)).State.ShouldBe(RunState.Finished);
        world.Changes.ShouldAllBe(change => world.IsApplied(change));
    }

    // Pressed twice, as an impatient person does.
    private static void PauseInBatch(ApplyWorld world, ApplyPause pause, int number)
    {
        var batches = 0;
        world.Target.Writer!.BeforeBatch = (_, _) =>
        {
            if (Interlocked.Increment(ref batches) == number)
            {
                pause.Pause();
                pause.Pause();
            }

            return ValueTask.CompletedTask;
        };
    }

    /// <summary>Waits for the word that a paused run has no request in flight.</summary>
    private sealed class AtRest(ApplyPause pause) : IProgress<ApplyProgress>
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public void Report(ApplyProgress value)
        {
            if (pause.IsPaused && value.InFlight == 0)
            {
                reached.TrySetResult();
            }
        }
    }
}
