using Syncline.Core.Errors;
using Syncline.Core.Writing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Applying;

namespace Syncline.Sync.Tests.Runs;

public sealed class RunStoreTests
{
    [Fact]
    public async Task A_run_has_a_readable_id_that_sorts_by_time_and_runs_are_listed_newest_first()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 1, updates: 1, deletes: 1);
        var first = await world.ApplyAsync(plan);
        await Task.Delay(TimeSpan.FromMinutes(3), world.Time);
        var second = await world.ApplyAsync(plan);

        first.Id.ShouldMatch("^20261123-101432-[0-9a-f]{4}$");
        second.Id.ShouldMatch("^20261123-101732-[0-9a-f]{4}$");
        (await world.Runs.ListAsync(default)).Select(run => run.Id).ShouldBe([second.Id, first.Id]);
        (first.Project, first.Connection, first.Table, first.PlanDigest, first.OwnerProcess)
            .ShouldBe(("contacts", "contoso", "contact", plan.Header.Digest, Environment.ProcessId));
        (first.Started, first.Ended).ShouldBe((new DateTimeOffset(2026, 11, 23, 10, 14, 32, TimeSpan.Zero), new DateTimeOffset(2026, 11, 23, 10, 14, 32, TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_run_is_found_by_a_unique_beginning_and_a_wrong_id_gets_the_nearest_one()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 1, updates: 0, deletes: 0);
        var run = await world.ApplyAsync(plan);
        await Task.Delay(TimeSpan.FromMinutes(1), world.Time);
        await world.ApplyAsync(plan);

        (await world.Runs.FindAsync("20261123-1014", default)).Id.ShouldBe(run.Id);
        (await Should.ThrowAsync<ConfigurationException>(async () => await world.Runs.FindAsync("2026", default))).Error.Id.ShouldBe("SY4009");
        var wrong = await Should.ThrowAsync<ConfigurationException>(async () => await world.Runs.FindAsync(run.Id[..^1] + "x", default));
        wrong.Error.Id.ShouldBe("SY4008");
        wrong.Error.Advice!.ShouldContain(run.Id);
    }

    [Fact]
    public async Task A_folder_that_is_no_run_is_left_out_of_the_list_and_named_when_asked_for()
    {
        using var world = new ApplyWorld();
        Directory.CreateDirectory(Path.Combine(world.RunsFolder, "20250101-000000-beef"));
        await File.WriteAllTextAsync(Path.Combine(world.RunsFolder, "20250101-000000-beef", RunLedger.FileName), "this is no database, and it is long enough to be looked at");

        (await world.Runs.ListAsync(default)).ShouldBeEmpty();
        (await Should.ThrowAsync<ConfigurationException>(async () => await world.Runs.FindAsync("2025", default))).Error.Id.ShouldBe("SY4011");
        (await new RunStore(Path.Combine(world.RunsFolder, "none"), world.Time).ListAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_works_from_its_own_copy_of_the_plan()
    {
        using var world = new ApplyWorld();
        await using (var plan = await world.PlanAsync(adds: 3, updates: 0, deletes: 0))
        {
            world.Target.Writer!.BeforeRow = (_, row) => row == 1 ? RowOutcome.Failed(new ErrorDetail { Id = "ME1", Phase = ErrorPhase.Write, Message = "No." }) : null;
            await world.ApplyAsync(plan);
        }

        File.SetAttributes(world.PlanPath, FileAttributes.Normal);
        File.Delete(world.PlanPath);
        world.Target.Writer.BeforeRow = null;
        var run = (await world.Runs.ListAsync(default)).Single();
        (await world.Runs.ReadFailuresAsync(run).SingleAsync()).Change.SourceRow.ShouldBe(3);
        (await world.ResumeAsync(run.Id, world.Options with { RetryFailed = true })).State.ShouldBe(RunState.Finished);
    }

    [Fact]
    public async Task A_runs_folder_that_can_not_be_made_is_named_and_nothing_is_sent()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 1, updates: 0, deletes: 0);
        var error = await Should.ThrowAsync<ConfigurationException>(async () => await world.ApplyAsync(plan, world.Options with { RunsFolder = Path.Combine(world.PlanPath, "runs") }));
        error.Error.Id.ShouldBe("SY4012");
        world.Target.Writer!.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ledger_that_can_not_be_written_any_more_stops_the_run_before_the_next_request()
    {
        using var world = new ApplyWorld(maxBatch: 10);
        await using var plan = await world.PlanAsync(adds: 30, updates: 0, deletes: 0);
        world.Target.Writer!.AfterRow = (_, row) =>
        {
            if (row == 9)
            {
                var run = Directory.GetDirectories(world.RunsFolder, "2026*").Single();
                using var vandal = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(run, RunLedger.FileName)};Pooling=False");
                vandal.Open();
                using var command = vandal.CreateCommand();
                command.CommandText = "CREATE TRIGGER full BEFORE INSERT ON rows BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
                command.ExecuteNonQuery();
            }

            return null;
        };

        var error = await Should.ThrowAsync<ConfigurationException>(async () => await world.ApplyAsync(plan, world.Options with { MaxParallelism = 1 }));

        error.Error.Id.ShouldBe("SY4012");
        error.Error.Message.ShouldContain("disk is full");
        world.Target.Writer.Batches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_ledger_can_be_read_while_the_run_is_going()
    {
        using var world = new ApplyWorld(maxBatch: 10);
        await using var plan = await world.PlanAsync(adds: 30, updates: 0, deletes: 0);
        var seen = new List<(RunState State, long Unknown)>();
        world.Target.Writer!.BeforeBatch = async (_, _) =>
        {
            var run = (await world.Runs.ListAsync(default)).Single();
            lock (seen)
            {
                seen.Add((run.State, run.Unknown));
            }
        };

        await world.ApplyAsync(plan, world.Options with { MaxParallelism = 1 });

        seen.ShouldBe([(RunState.Running, 10), (RunState.Running, 10), (RunState.Running, 10)]);
    }
}
