using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Locking;
using Syncline.Sync.Plans;
using Syncline.Sync.Tests.Plans;

namespace Syncline.Sync.Tests.Applying;

public sealed class ApplierTests
{
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task Apply_makes_the_target_what_the_plan_says_and_leaves_other_rows_alone(bool rowIds, bool versions, bool readByKeys)
    {
        using var world = new ApplyWorld(rowIds, versions, readByKeys);
        await using var plan = await world.PlanAsync(adds: 230, updates: 150, deletes: 120, others: 7);

        var run = await world.ApplyAsync(plan);

        (run.State, run.Changes, run.Done, run.Failed, run.Conflicts, run.Unknown, run.Pending).ShouldBe((RunState.Finished, 500, 500, 0, 0, 0, 0));
        (run.Add.Done, run.Update.Done, run.Delete.Done).ShouldBe((230, 150, 120));
        world.Changes.ShouldAllBe(change => world.IsApplied(change));
        world.Contacts.Rows.Count.ShouldBe(230 + 150 + 7);
        (await world.LedgerAsync(run)).Values.ShouldAllBe(row => row.State == RowState.Done);
    }

    [Fact]
    public async Task A_plan_without_changes_is_a_finished_run()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 0, updates: 0, deletes: 0);
        var run = await world.ApplyAsync(plan);
        (run.State, run.Changes).ShouldBe((RunState.Finished, 0));
        world.Target.Writer!.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_changed_cells_of_an_update_are_sent_and_its_version_is_demanded()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 0, updates: 2, deletes: 0);
        var sent = new List<string>();
        world.Target.Writer!.BeforeBatch = (batch, _) =>
        {
            batch.Kind.ShouldBe(WriteKind.Update);
            batch.KeyColumns.ShouldBe(["id"]);
            for (var row = 0; row < batch.Rows.RowCount; row++)
            {
                sent.Add(string.Join(' ', batch.Rows.Columns.Where((_, i) => batch.IsSent(row, i)).Select(column => column.Name)) + " if " + batch.ExpectedVersions![row]);
            }

            return ValueTask.CompletedTask;
        };

        await world.ApplyAsync(plan);

        sent.ShouldBe([$"name id if {world.Changes[0].Version}", $"credit since id if {world.Changes[1].Version}"]);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_row_changed_or_removed_since_the_plan_is_a_conflict_and_stays_as_it_is(bool versions, bool readByKeys)
    {
        using var world = new ApplyWorld(versions: versions, readByKeys: readByKeys);
        await using var plan = await world.PlanAsync(adds: 1, updates: 3, deletes: 3);
        var (touchedUpdate, removedUpdate) = (world.Changes[1], world.Changes[2]);
        var (touchedDelete, removedDelete) = (world.Changes[4], world.Changes[5]);
        world.Contacts.Change(world.RowOf(touchedUpdate)!, "name", "Mallory");
        world.Contacts.Remove(world.RowOf(removedUpdate)!);
        world.Contacts.Change(world.RowOf(touchedDelete)!, "credit", 7m);
        world.Contacts.Remove(world.RowOf(removedDelete)!);

        var run = await world.ApplyAsync(plan);

        (run.State, run.Done, run.Conflicts, run.Failed).ShouldBe((RunState.FinishedWithFailures, 4, 3, 0));
        world.Value(world.RowOf(touchedUpdate)!, "name").ShouldBe("Mallory");
        world.RowOf(touchedDelete).ShouldNotBeNull();
        var ledger = await world.LedgerAsync(run);
        ledger.Values.Where(row => row.State == RowState.Conflict).Select(row => row.Seq).Order().ShouldBe([touchedUpdate.Seq, removedUpdate.Seq, touchedDelete.Seq]);
        ledger[touchedUpdate.Seq].Message.ShouldNotBeNullOrEmpty();
        ledger[removedDelete.Seq].State.ShouldBe(RowState.Done);
    }

    [Fact]
    public async Task On_conflict_overwrite_writes_the_plans_values_all_the_same()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 0, updates: 2, deletes: 1);
        world.Contacts.Change(world.RowOf(world.Changes[0])!, "name", "Mallory");
        world.Contacts.Change(world.RowOf(world.Changes[2])!, "name", "Mallory");

        var run = await world.ApplyAsync(plan, world.Options with { OnConflict = ConflictAction.Overwrite });

        (run.State, run.Done).ShouldBe((RunState.Finished, 3));
        world.Changes.ShouldAllBe(change => world.IsApplied(change));
    }

    [Fact]
    public async Task On_conflict_stop_stops_and_resume_goes_on_without_the_row()
    {
        using var world = new ApplyWorld(maxBatch: 1);
        await using var plan = await world.PlanAsync(adds: 0, updates: 30, deletes: 0);
        world.Contacts.Change(world.RowOf(world.Changes[0])!, "name", "Mallory");

        var stopped = await world.ApplyAsync(plan, world.Options with { OnConflict = ConflictAction.Stop, MaxParallelism = 1 });
        (stopped.State, stopped.Conflicts, stopped.Done).ShouldBe((RunState.Stopped, 1, 0));

        var run = await world.ResumeAsync(stopped.Id);
        (run.State, run.Conflicts, run.Done).ShouldBe((RunState.FinishedWithFailures, 1, 29));
    }

    [Fact]
    public async Task A_refused_row_is_kept_with_the_servers_words_and_the_others_are_written()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 5, updates: 0, deletes: 0);
        world.Target.Writer!.BeforeRow = (batch, row) => batch.Rows.GetText(0, row) == "N-003"
            ? RowOutcome.Failed(new ErrorDetail
            {
                Id = "DV4001",
                Phase = ErrorPhase.Write,
                Message = "The name is too long.",
                Advice = "Shorten it.",
                Column = "name",
                ServerCode = "0x80044331",
                RequestId = "req-1",
                Recovery = Recovery.SkipRow,
            })
            : null;

        var run = await world.ApplyAsync(plan);

        (run.State, run.Done, run.Failed).ShouldBe((RunState.FinishedWithFailures, 4, 1));
        var failure = await world.Runs.ReadFailuresAsync(run).SingleAsync();
        failure.Change.After![0].ShouldBe("N-003");
        failure.Change.SourceRow.ShouldBe(4);
        (failure.Row.ErrorId, failure.Row.ServerCode, failure.Row.Message, failure.Row.Advice, failure.Row.Column, failure.Row.RequestId)
            .ShouldBe(("DV4001", "0x80044331", "The name is too long.", "Shorten it.", "name", "req-1"));
    }

    [Fact]
    public async Task A_resumed_run_sends_failed_rows_again_when_asked()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 5, updates: 0, deletes: 0);
        world.Target.Writer!.BeforeRow = (_, row) => row < 2 ? RowOutcome.Failed(Error(Recovery.Stop)) : null;
        var run = await world.ApplyAsync(plan);
        (run.Done, run.Failed).ShouldBe((3, 2));

        world.Target.Writer.BeforeRow = null;
        (await Should.ThrowAsync<ConfigurationException>(async () => await world.ResumeAsync(run.Id))).Error.Id.ShouldBe("SY4010");
        run = await world.ResumeAsync(run.Id, world.Options with { RetryFailed = true });

        (run.State, run.Done, run.Failed).ShouldBe((RunState.Finished, 5, 0));
    }

    [Fact]
    public async Task Rows_that_may_be_sent_again_are_with_growing_waits()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 3, updates: 0, deletes: 0);
        var attempts = 0;
        world.Target.Writer!.BeforeBatch = (_, _) =>
        {
            attempts++;
            return ValueTask.CompletedTask;
        };
        world.Target.Writer.BeforeRow = (batch, row) => attempts < 4 && batch.Rows.GetText(0, row) == "N-002" ? RowOutcome.Failed(Error(Recovery.Retry)) : null;

        var run = await world.ApplyAsync(plan);

        (run.State, run.Done).ShouldBe((RunState.Finished, 3));
        world.Time.Waits.Where(wait => wait > TimeSpan.Zero).ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]);
        (await world.LedgerAsync(run))[2].Attempts.ShouldBe(4);
    }

    [Fact]
    public async Task A_target_that_takes_nothing_stops_the_run_instead_of_failing_every_row()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 300, updates: 0, deletes: 0);
        world.Target.Writer!.BeforeRow = (_, _) => RowOutcome.Failed(Error(Recovery.Retry));

        await Should.ThrowAsync<WriteException>(async () => await world.ApplyAsync(plan));

        var run = (await world.Runs.ListAsync(default)).Single();
        (run.State, run.Done, run.Failed, run.Pending).ShouldBe((RunState.Stopped, 0, 0, 300));
        world.Target.Writer.BeforeRow = null;
        (await world.ResumeAsync(run.Id)).State.ShouldBe(RunState.Finished);
    }

    [Fact]
    public async Task A_request_to_slow_down_is_obeyed_and_counts_as_no_failed_try()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 20, updates: 0, deletes: 0);
        var throttled = 0;
        var wait = TimeSpan.FromSeconds(37);
        world.Target.Writer!.BeforeRow = (_, row) =>
        {
            throttled += row == 0 ? 1 : 0;
            return throttled <= 25 ? RowOutcome.Failed(Error(Recovery.Retry) with { RetryAfter = wait }) : null;
        };

        var run = await world.ApplyAsync(plan);

        (run.State, run.Done).ShouldBe((RunState.Finished, 20));
        world.Time.Waits.Where(waited => waited > TimeSpan.Zero).ShouldBe(Enumerable.Repeat(wait, 25));
    }

    [Fact]
    public async Task A_lost_answer_is_settled_by_reading_whether_the_row_was_written_or_not()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 10, updates: 10, deletes: 10);
        var seen = new HashSet<(WriteKind, object?)>();
        RowOutcome? LoseOnce(WriteBatch batch, int row, int of) =>
            row % 2 == of && seen.Add((batch.Kind, batch.Rows.GetValue(batch.Rows.IndexOf("id"), row))) ? RowOutcome.Unknown(Error(Recovery.Reconnect)) : null;
        world.Target.Writer!.BeforeRow = (batch, row) => LoseOnce(batch, row, of: 0);
        world.Target.Writer.AfterRow = (batch, row) => LoseOnce(batch, row, of: 1);

        var run = await world.ApplyAsync(plan);

        (run.State, run.Done).ShouldBe((RunState.Finished, 30));
        world.Changes.ShouldAllBe(change => world.IsApplied(change));
        world.Contacts.Rows.Count.ShouldBe(10 + 10 + 2);
    }

    [Fact]
    public async Task A_request_that_the_network_delivered_twice_is_done_not_failed()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 3, updates: 3, deletes: 3);
        var delivered = new HashSet<WriteBatch>(ReferenceEqualityComparer.Instance);
        world.Target.Writer!.BeforeBatch = async (batch, cancellationToken) =>
        {
            if (delivered.Count == delivered.Count(known => known.Kind != batch.Kind) && delivered.Add(batch))
            {
                await world.Target.Writer.WriteAsync(batch, cancellationToken);
            }
        };

        var run = await world.ApplyAsync(plan);

        (run.State, run.Done, run.Failed, run.Conflicts).ShouldBe((RunState.Finished, 9, 0, 0));
        world.Changes.ShouldAllBe(change => world.IsApplied(change));
    }

    [Fact]
    public async Task Too_many_failures_stop_the_run()
    {
        using var world = new ApplyWorld(maxBatch: 10);
        await using var plan = await world.PlanAsync(adds: 500, updates: 0, deletes: 0);
        world.Target.Writer!.BeforeRow = (_, _) => RowOutcome.Failed(Error(Recovery.SkipRow));

        var run = await world.ApplyAsync(plan, world.Options with { MaxFailures = 25, MaxParallelism = 2 });

        run.State.ShouldBe(RunState.Stopped);
        run.Failed.ShouldBeInRange(26, 60);
        run.Reason.ShouldBe("More than 25 rows failed.");
        run.Pending.ShouldBe(500 - run.Failed);
    }

    [Fact]
    public async Task As_many_failures_as_are_allowed_do_not_stop_a_run()
    {
        using var world = new ApplyWorld(maxBatch: 5);
        await using var plan = await world.PlanAsync(adds: 40, updates: 0, deletes: 0);
        var refused = 0;
        world.Target.Writer!.BeforeRow = (_, _) => refused++ < 3 ? RowOutcome.Failed(Error(Recovery.SkipRow)) : null;

        var run = await world.ApplyAsync(plan, world.Options with { MaxFailures = 3, MaxParallelism = 1 });

        (run.State, run.Failed, run.Done).ShouldBe((RunState.FinishedWithFailures, 3, 37));
    }

    [Fact]
    public async Task Reasons_for_failures_are_told_once_each_with_how_many_rows_have_them()
    {
        using var world = new ApplyWorld(maxBatch: 10);
        await using var plan = await world.PlanAsync(adds: 9, updates: 1, deletes: 0);
        var refused = 0;
        world.Target.Writer!.BeforeRow = (batch, row) => batch.Kind == WriteKind.Update || row % 3 == 0 ? null : RowOutcome.Failed(Error(Recovery.SkipRow) with
        {
            Message = row % 3 == 1 ? $"Row {++refused}: the number '{refused * 7}' is taken." : "The name is missing.",
            Advice = row % 3 == 1 ? "Choose another number." : "Fill it in.",
            Column = row % 3 == 1 ? "code" : "name",
        });
        world.Contacts.Change(world.RowOf(world.Changes[9])!, "name", "somebody else");

        var run = await world.ApplyAsync(plan);

        run.Reasons.Select(reason => (reason.State, reason.Rows, reason.Column, reason.Message)).ShouldBe(
        [
            (RowState.Failed, 3, "code", "Row 1: the number '7' is taken."),
            (RowState.Failed, 3, "name", "The name is missing."),
            (RowState.Conflict, 1, null, run.Reasons[2].Message),
        ]);
        run.Reasons[0].Advice.ShouldBe("Choose another number.");
        (await world.Runs.FindAsync(run.Id, default)).Reasons.ShouldBe(run.Reasons);
        (await world.Runs.ListAsync(default)).Single().Reasons.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_lets_requests_in_flight_end_and_resume_finishes()
    {
        using var world = new ApplyWorld(maxBatch: 10);
        await using var plan = await world.PlanAsync(adds: 200, updates: 50, deletes: 50);
        using var cancel = new CancellationTokenSource();
        world.Target.Writer!.AfterRow = (_, _) =>
        {
            if (world.Contacts.Rows.Count > 150)
            {
                cancel.Cancel();
            }

            return null;
        };

        var run = await world.ApplyAsync(plan, cancellationToken: cancel.Token);

        run.State.ShouldBe(RunState.Stopped);
        run.Unknown.ShouldBe(0);
        run.Pending.ShouldBeGreaterThan(0);
        run.Done.ShouldBe(world.Changes.Count(world.IsApplied));
        world.Target.Writer.AfterRow = null;
        (await world.ResumeAsync(run.Id[..^2])).State.ShouldBe(RunState.Finished);
        world.Changes.ShouldAllBe(change => world.IsApplied(change));
    }

    [Fact]
    public async Task A_sign_in_that_ends_in_the_middle_stops_the_run_in_good_order()
    {
        using var world = new ApplyWorld(maxBatch: 10);
        await using var plan = await world.PlanAsync(adds: 100, updates: 0, deletes: 0);
        world.Target.Writer!.BeforeBatch = (_, _) => world.Contacts.Rows.Count > 40
            ? throw new SignInException(Error(Recovery.SignInAgain) with { Phase = ErrorPhase.SignIn })
            : ValueTask.CompletedTask;

        await Should.ThrowAsync<SignInException>(async () => await world.ApplyAsync(plan));

        var run = (await world.Runs.ListAsync(default)).Single();
        run.State.ShouldBe(RunState.Stopped);
        run.Done.ShouldBe(world.Changes.Count(world.IsApplied));
        run.Failed.ShouldBe(0);
        world.Target.Writer.BeforeBatch = null;
        (await world.ResumeAsync(run.Id)).State.ShouldBe(RunState.Finished);
        world.Contacts.Rows.Count.ShouldBe(102);
    }

    [Fact]
    public async Task A_changed_plan_is_refused_before_anything_is_written_or_begun()
    {
        using var world = new ApplyWorld();
        await using (await world.PlanAsync(adds: 2, updates: 2, deletes: 2))
        {
        }

        SamplePlans.MakeWritable(world.PlanPath);
        await using (var connection = new DuckDB.NET.Data.DuckDBConnection($"Data Source={world.PlanPath}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE changes SET \"after\" = struct_update(\"after\", name := 'Mallory') WHERE seq = 1";
            await command.ExecuteNonQueryAsync();
        }

        await using var plan = await PlanFile.OpenAsync(world.PlanPath, default);
        (await Should.ThrowAsync<ConfigurationException>(async () => await world.ApplyAsync(plan))).Error.Id.ShouldBe("SY3004");

        world.Target.Writer!.Batches.ShouldBeEmpty();
        (await world.Runs.ListAsync(default)).ShouldBeEmpty();
        Directory.GetDirectories(world.RunsFolder).Select(Path.GetFileName).ShouldBe([".locks"]);
    }

    [Fact]
    public async Task A_plan_that_breaks_a_guard_or_was_not_approved_is_refused()
    {
        using var world = new ApplyWorld();
        var broken = world.Header() with { Guards = [new PlanGuard { Name = "max-deletes", Limit = "5%", Found = "2 of 4 rows (50%)", Holds = false }] };
        await using var plan = await world.PlanAsync(adds: 0, updates: 0, deletes: 2, header: broken);
        (await Should.ThrowAsync<GuardException>(async () => await world.ApplyAsync(plan))).Error.Id.ShouldBe("SY4001");

        using var other = new ApplyWorld();
        await using var good = await other.PlanAsync(adds: 1, updates: 0, deletes: 0);
        (await Should.ThrowAsync<GuardException>(async () => await other.ApplyAsync(good, other.Options with { ApprovedDigest = "sha256:00" }))).Error.Id.ShouldBe("SY4002");
        (await other.ApplyAsync(good, other.Options with { ApprovedDigest = good.Header.Digest })).State.ShouldBe(RunState.Finished);

        world.Target.Writer!.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_system_another_schema_and_a_read_only_connection_are_refused()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 1, updates: 0, deletes: 0);
        var (identity, writer) = (world.Target.Identity, world.Target.Writer);

        world.Target.Identity = identity with { SystemId = "another" };
        (await Should.ThrowAsync<GuardException>(async () => await world.ApplyAsync(plan))).Error.Id.ShouldBe("SY4003");
        world.Target.Identity = identity;

        world.Target.Writer = null;
        (await Should.ThrowAsync<GuardException>(async () => await world.ApplyAsync(plan))).Error.Id.ShouldBe("SY4005");
        world.Target.Writer = writer;

        world.Target.Table(world.Contacts.Schema with
        {
            Columns = [.. world.Contacts.Schema.Columns.Select(column => column.Name == "credit" ? column with { Type = ColumnType.Of(ColumnKind.Text) } : column)],
        });
        (await Should.ThrowAsync<GuardException>(async () => await world.ApplyAsync(plan))).Error.Id.ShouldBe("SY4004");
        writer!.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_runs_never_write_to_one_table_at_once_and_an_unfinished_plan_is_resumed_not_begun_anew()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 3, updates: 0, deletes: 0);
        GuardException? refused = null;
        ConfigurationException? second = null;
        using var cancel = new CancellationTokenSource();
        world.Target.Writer!.BeforeBatch = async (_, _) =>
        {
            refused = await Should.ThrowAsync<GuardException>(async () => await world.ApplyAsync(plan));
            (await Should.ThrowAsync<GuardException>(async () => await world.ResumeAsync((await world.Runs.ListAsync(default)).Single().Id))).Error.Id.ShouldBe("SY4006");
            (await world.Runs.ListAsync(default)).Single().State.ShouldBe(RunState.Running);
            throw new SignInException(Error(Recovery.SignInAgain));
        };
        await Should.ThrowAsync<SignInException>(async () => await world.ApplyAsync(plan));
        second = await Should.ThrowAsync<ConfigurationException>(async () => await world.ApplyAsync(plan));

        refused!.Error.Id.ShouldBe("SY4006");
        refused.Error.Message.ShouldContain($"{Environment.UserName} on {Environment.MachineName}, process {Environment.ProcessId}, since 2026-11-23 10:14 UTC");
        second.Error.Id.ShouldBe("SY4007");
    }

    [Fact]
    public async Task A_run_whose_lock_another_machine_took_meanwhile_sends_nothing_more_and_can_be_resumed()
    {
        using var world = new ApplyWorld(maxBatch: 10);
        await using var plan = await world.PlanAsync(adds: 40, updates: 0, deletes: 0);
        string? lost = null;
        world.Target.Writer!.BeforeBatch = async (_, cancellationToken) =>
        {
            lost ??= Directory.GetFiles(Path.Combine(world.RunsFolder, ".locks"), "*.owner").Single();
            await File.WriteAllBytesAsync(lost, new LockOwner("grace", "another-machine", 4711, world.Time.GetUtcNow(), Guid.NewGuid()).ToFile(), cancellationToken);
        };

        var error = (await Should.ThrowAsync<GuardException>(async () => await world.ApplyAsync(plan, world.Options with { MaxParallelism = 1 }))).Error;

        error.Id.ShouldBe("SY4024");
        error.Message.ShouldContain("grace on another-machine, process 4711");
        var run = (await world.Runs.ListAsync(default)).Single();
        (run.State, run.Done, run.Unknown, run.Pending).ShouldBe((RunState.Stopped, world.Contacts.Rows.Count - 2, 0, 42 - world.Contacts.Rows.Count));
        (await Should.ThrowAsync<GuardException>(async () => await world.ResumeAsync(run.Id))).Error.Id.ShouldBe("SY4006");

        File.Delete(lost!);
        world.Target.Writer.BeforeBatch = null;
        (await world.ResumeAsync(run.Id)).State.ShouldBe(RunState.Finished);
    }

    [Fact]
    public async Task Progress_tells_done_and_failed_rows_of_each_action()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 10, updates: 6, deletes: 4);
        world.Target.Writer!.BeforeRow = (batch, row) => batch.Kind == WriteKind.Update && row == 0 ? RowOutcome.Failed(Error(Recovery.SkipRow)) : null;
        var reports = new List<ApplyProgress>();

        var run = await world.ApplyAsync(plan, progress: new Listener(reports));

        reports.Count.ShouldBe(4); // at the beginning, and after each batch
        reports.ShouldAllBe(report => report.RunId == run.Id);
        (reports[0].Add.Planned, reports[0].Add.Done).ShouldBe((10, 0));
        (reports[^1].Add, reports[^1].Update, reports[^1].Delete).ShouldBe((run.Add, run.Update, run.Delete));
        (run.Update.Done, run.Update.Failed).ShouldBe((5, 1));
    }

    [Fact]
    public async Task Verify_finds_what_is_no_longer_as_the_run_left_it()
    {
        using var world = new ApplyWorld();
        await using var plan = await world.PlanAsync(adds: 3, updates: 3, deletes: 3);
        var run = await world.ApplyAsync(plan);
        (await RunVerifier.VerifyAsync(run, world.Target, world.Time).ToListAsync()).ShouldBeEmpty();

        world.Contacts.Change(world.RowOf(world.Changes[0])!, "name", "Mallory");
        world.Contacts.Remove(world.RowOf(world.Changes[4])!);
        var back = world.Changes[6];
        world.Contacts.Add(Guid.Parse(back.RowId!), back.Before![0], "back", null, null);

        var differences = await RunVerifier.VerifyAsync(run, world.Target, world.Time).ToListAsync();
        differences.Select(difference => (difference.Change.Seq, difference.IsThere, string.Join(' ', difference.Columns)))
            .ShouldBe([(1, true, "name"), (5, false, ""), (7, true, "")]);
    }

    private static ErrorDetail Error(Recovery recovery) => new() { Id = "ME0009", Phase = ErrorPhase.Write, Message = "It did not work.", Recovery = recovery };

    private sealed class Listener(List<ApplyProgress> reports) : IProgress<ApplyProgress>
    {
        public void Report(ApplyProgress value)
        {
            lock (reports)
            {
                reports.Add(value);
            }
        }
    }
}
