using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Connections;
using Syncline.Sync.Tests.Plans;
using Syncline.Sync.Undo;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Applying;

/// <summary>After a row was added, a value of it is written to the row of the source that it came from.</summary>
public sealed class WriteBackTests : IDisposable
{
    private const string ById = "write-back: { column: target_id }";

    private readonly string folder = Directory.CreateTempSubdirectory("syncline-back-").FullName;
    private readonly InstantTime time = new();
    private readonly MemoryConnection source = new() { Capabilities = new ConnectionCapabilities { ReadByKeys = true, MaxWriteBatch = 4 } };
    private readonly MemoryConnection target = new() { Capabilities = new ConnectionCapabilities { ReadByKeys = true, RowVersions = true, MaxWriteBatch = 5 } };
    private readonly MemoryTable people;
    private readonly MemoryTable contacts;
    private int plans;

    public WriteBackTests()
    {
        people = source.Table(
            new TableSchema
            {
                Summary = new TableSummary { Name = "people" },
                Columns = [Column("region"), Column("no", ColumnKind.Integer), Column("name"), Column("target_id", new ColumnType { Kind = ColumnKind.Text, MaxLength = 40 }), Column("fixed") with { CanUpdate = false }, Column("short", new ColumnType { Kind = ColumnKind.Text, MaxLength = 20 })],
                Keys = [new TableKey("primary", ["region", "no"], IsPrimary: true)],
            });
        contacts = target.Table("contact", "id", [Column("id", ColumnKind.Guid), Column("code"), Column("name"), Column("number", ColumnKind.Integer) with { CanInsert = false, CanUpdate = false }]);
    }

    private ApplyOptions Options => new() { RunsFolder = Path.Combine(folder, "runs"), TimeProvider = time, Source = source };

    private RunStore Runs => new(Options.RunsFolder, time);

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            SamplePlans.MakeWritable(file);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Ids_of_added_rows_are_written_to_the_rows_that_they_came_from_and_nothing_else_is()
    {
        Fill(12);
        contacts.Add(Guid.CreateVersion7(), "c3", "other name", 0L);
        await using var plan = await PlanAsync(ById);
        plan.Header.WriteBack.ShouldNotBeNull();

        var run = await Applier.ApplyAsync(plan, target, Options, null, default);

        (run.State, run.Add.Done, run.Update.Done).ShouldBe((RunState.Finished, 11, 1));
        (run.WriteBack!.Done, run.WriteBack.Failed, run.WriteBack.Pending).ShouldBe((11, 0, 0));
        foreach (var person in people.Rows)
        {
            var no = (long)people.Value(person, "no")!;
            people.Value(person, "target_id").ShouldBe(no == 3 ? null : IdOf($"c{no}"), $"person {no}");
            people.Value(person, "name").ShouldBe($"name {no}");
        }

        source.Writer!.Batches.ShouldAllBe(batch => batch.Kind == WriteKind.Update && batch.Table == "people" && batch.Rows.Columns.Count == 3);
        target.Writer!.Batches.ShouldAllBe(batch => !batch.Rows.Columns.Any(column => column.Name.StartsWith("source.", StringComparison.Ordinal)));
        (await PlanAsync(ById)).Header.Counts.Changes.ShouldBe(0);
    }

    [Fact]
    public async Task Another_column_of_the_new_row_is_read_from_the_target_and_a_row_without_it_is_told()
    {
        Fill(3);
        contacts.Normalise = (column, value) => column.Name == "number" ? null : value;
        await using var plan = await PlanAsync("write-back: { column: target_id, from: number }");
        target.Writer!.AfterRow = (batch, row) =>
        {
            contacts.Normalise = null;
            var code = batch.Rows.GetText(batch.Rows.IndexOf("code"), row);
            if (code != "c2")
            {
                contacts.Change(contacts.Rows.Single(contact => Equals(contacts.Value(contact, "code"), code)), "number", 100L + code![1]);
            }

            return null;
        };

        var run = await Applier.ApplyAsync(plan, target, Options, null, default);

        (run.State, run.Done, run.WriteBack!.Done, run.WriteBack.Failed).ShouldBe((RunState.FinishedWithFailures, 3, 2, 1));
        people.Rows.Select(person => people.Value(person, "target_id")).ShouldBe([$"{100 + '1'}", null, $"{100 + '3'}"]);
        var failure = (await Runs.ReadFailedWriteBacksAsync(run, 10, default)).ShouldHaveSingleItem();
        (failure.Row.ErrorId, failure.Change.After![0]).ShouldBe(("SY4023", "c2"));

        contacts.Change(contacts.Rows.Single(contact => Equals(contacts.Value(contact, "code"), "c2")), "number", 7L);
        run = await Applier.ResumeAsync(run.Id, target, Options with { RetryFailed = true }, null, default);
        (run.State, run.WriteBack!.Done, run.WriteBack.Failed).ShouldBe((RunState.Finished, 3, 0));
        people.Value(people.Rows[1], "target_id").ShouldBe("7");
    }

    [Fact]
    public async Task A_row_that_the_source_refuses_is_counted_and_one_that_it_could_not_take_is_sent_again()
    {
        Fill(6);
        await using var plan = await PlanAsync(ById);
        var seen = 0;
        source.Writer!.BeforeRow = (batch, row) => batch.Rows.GetInt64(1, row) == 2 ? RowOutcome.Failed(Error(Recovery.SkipRow)) : null;
        source.Writer.AfterRow = (batch, row) => batch.Rows.GetInt64(1, row) == 5 && seen++ == 0 ? RowOutcome.Unknown(Error(Recovery.Reconnect)) : null;

        var run = await Applier.ApplyAsync(plan, target, Options, null, default);

        (run.State, run.Done, run.Failed, run.WriteBack!.Done, run.WriteBack.Failed).ShouldBe((RunState.FinishedWithFailures, 6, 0, 5, 1));
        seen.ShouldBe(2);
        (await Runs.ReadFailedWriteBacksAsync(run, 10, default)).ShouldHaveSingleItem().Row.Message.ShouldBe("It did not work.");
    }

    [Fact]
    public async Task Rows_that_could_not_be_written_back_count_as_failures_and_too_many_stop_the_run()
    {
        Fill(40);
        await using var plan = await PlanAsync(ById);
        source.Writer!.BeforeRow = (_, _) => RowOutcome.Failed(Error(Recovery.SkipRow));

        var run = await Applier.ApplyAsync(plan, target, Options with { MaxFailures = 6, MaxParallelism = 1 }, null, default);

        (run.State, run.Failed, run.Reason).ShouldBe((RunState.Stopped, 0, "More than 6 rows failed or could not be written back."));
        run.WriteBack!.Failed.ShouldBeInRange(7, 20);
        run.Pending.ShouldBeGreaterThan(0);
        var reason = run.Reasons.ShouldHaveSingleItem();
        (reason.OfWriteBack, reason.Rows, reason.ErrorId).ShouldBe((true, run.WriteBack.Failed, "ME0009"));

        source.Writer.BeforeRow = null;
        run = await Applier.ResumeAsync(run.Id, target, Options with { RetryFailed = true, MaxFailures = 6 }, null, default);
        (run.State, run.Done, run.WriteBack!.Done, run.Reasons.Count).ShouldBe((RunState.Finished, 40, 40, 0));
    }

    [Fact]
    public async Task A_source_that_takes_nothing_stops_the_run_and_resume_writes_back_what_is_missing()
    {
        Fill(20);
        await using var plan = await PlanAsync(ById);
        source.Writer!.BeforeRow = (_, _) => RowOutcome.Failed(Error(Recovery.Retry));

        (await Should.ThrowAsync<WriteException>(async () => await Applier.ApplyAsync(plan, target, Options with { MaxParallelism = 1 }, null, default)))
            .Message.ShouldStartWith("The source did not take a batch after 6 attempts");

        var run = (await Runs.ListAsync(default)).Single();
        run.State.ShouldBe(RunState.Stopped);
        run.WriteBack!.Pending.ShouldBe(run.Add.Done);
        source.Writer.BeforeRow = null;
        run = await Applier.ResumeAsync(run.Id, target, Options, null, default);
        (run.State, run.Done, run.WriteBack!.Done).ShouldBe((RunState.Finished, 20, 20));
        people.Rows.ShouldAllBe(person => Equals(people.Value(person, "target_id"), IdOf($"c{people.Value(person, "no")}")));
    }

    [Fact]
    public async Task Every_point_of_a_run_that_writes_back_can_be_the_last_one()
    {
        Fill(3);
        await using var plan = await PlanAsync(ById);
        for (var point = 1; ; point++)
        {
            using var world = new WriteBackTests();
            if (!await world.DieAtAsync(point, plan))
            {
                point.ShouldBeGreaterThan(20);
                return;
            }
        }
    }

    [Fact]
    public async Task Another_source_system_and_a_read_only_source_are_refused_before_anything_is_written()
    {
        Fill(1);
        await using var plan = await PlanAsync(ById);
        var other = new MemoryConnection { Identity = source.Identity with { SystemId = "another" } };
        (await Should.ThrowAsync<GuardException>(async () => await Applier.ApplyAsync(plan, target, Options with { Source = other }, null, default))).Error.Id.ShouldBe("SY4003");
        source.Writer = null;
        (await Should.ThrowAsync<GuardException>(async () => await Applier.ApplyAsync(plan, target, Options, null, default))).Error.Id.ShouldBe("SY4005");
        contacts.Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Undo_says_that_what_was_written_back_stays()
    {
        Fill(2);
        await using var plan = await PlanAsync(ById);
        var run = await Applier.ApplyAsync(plan, target, Options, null, default);

        var undo = await UndoPlanner.PlanAsync(run, target, Path.Combine(folder, "undo.plan"), time, default);

        (undo.Counts.Delete, undo.WriteBack).ShouldBe((2, null));
        undo.Warnings.ShouldBe(["What the run wrote back to target_id of from / people stays there."]);
    }

    [Theory]
    [InlineData("write-back: { column: target }", "SY1101", "There is no column target in the source table people.")]
    [InlineData("write-back: { column: target_id, from: nummer }", "SY1102", "There is no column nummer in the target table contact that can be read.")]
    [InlineData("write-back: { column: fixed }", "SY1121", "Column fixed of people can not be changed, so write-back can not fill it.")]
    [InlineData("write-back: { column: no }", "SY1121", "Column no of people can not be changed, so write-back can not fill it.")]
    [InlineData("write-back: { column: short }", "SY1121", "Column short of people (Text, 20 characters) can not hold what is in id of contact (Guid).")]
    public async Task Columns_that_are_not_there_or_do_not_fit_are_mistakes_of_the_project(string yaml, string id, string message)
    {
        var error = (await Should.ThrowAsync<ConfigurationException>(() => PlanAsync(yaml))).Error;
        (error.Id, error.Message, error.Location!.Line).ShouldBe((id, message, 5));
    }

    [Fact]
    public async Task A_source_that_can_not_be_written_to_or_has_no_key_is_a_mistake_of_the_project()
    {
        source.Table("people", null, [Column("region"), Column("no"), Column("name"), Column("target_id")]);
        (await Should.ThrowAsync<ConfigurationException>(() => PlanAsync(ById))).Message.ShouldStartWith("Rows of people have no primary key");
        source.Writer = null;
        var error = (await Should.ThrowAsync<ConfigurationException>(() => PlanAsync(ById))).Error;
        (error.Id, error.Message).ShouldBe(("SY1120", "The connection from can not be written to, so write-back has no place to write to."));
    }

    private static ErrorDetail Error(Recovery recovery) => new() { Id = "ME0009", Phase = ErrorPhase.Write, Message = "It did not work.", Recovery = recovery };

    private void Fill(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            people.Add("north", (long)i, $"name {i}", null, null, null);
        }
    }

    private string? IdOf(string code) => contacts.Rows.Where(contact => Equals(contacts.Value(contact, "code"), code)).Select(contact => contacts.Value(contact, "id")!.ToString()).SingleOrDefault();

    private async Task<PlanFile> PlanAsync(string writeBack)
    {
        const string Head = "source: { connection: from, table: people }\ntarget: { connection: to, table: contact }\nkey: code\ncolumns: { code: { value: \"'c' || no\" }, name: name }\n";
        var project = ProjectReader.Read(Head + writeBack, "p.syncline.yaml", ProjectParameters.None);
        var path = Path.Combine(folder, $"{++plans}.plan");
        await Planner.PlanAsync(project, source, target, new PlanOptions { OutPath = path, WorkFolder = folder, MemoryLimit = 256L << 20, Threads = 1 }, null, default);
        return await PlanFile.OpenAsync(path, default);
    }

    /// <summary>Applies a plan of 3 adds in batches of 2, dies at a point, resumes and checks.</summary>
    /// <returns>Whether it died: false when the run was over before.</returns>
    private async Task<bool> DieAtAsync(int point, PlanFile plan)
    {
        Fill(3);
        target.Capabilities = target.Capabilities with { MaxWriteBatch = 2 };
        var machine = new Machine(point);
        source.Writer!.BeforeBatch = target.Writer!.BeforeBatch = (_, _) =>
        {
            machine.Point();
            return ValueTask.CompletedTask;
        };
        source.Writer.AfterRow = target.Writer.AfterRow = (_, _) =>
        {
            machine.Point();
            return null;
        };
        var died = false;
        try
        {
            await Applier.ApplyAsync(plan, target, Options with { MaxParallelism = 1 }, null, machine.Wrap, default);
        }
        catch (PowerCutException)
        {
            died = true;
            machine.Revive();
            await Applier.ResumeAsync((await Runs.ListAsync(default)).Single().Id, target, Options, null, default);
        }

        var run = (await Runs.ListAsync(default)).Single();
        (run.State, run.Done, run.WriteBack!.Done, run.WriteBack.Pending).ShouldBe((RunState.Finished, 3, 3, 0), $"point {point}");
        people.Rows.ShouldAllBe(person => Equals(people.Value(person, "target_id"), IdOf($"c{people.Value(person, "no")}")));
        return died;
    }

    private sealed class PowerCutException() : Exception("The power is gone.");

    /// <summary>One life of the process; dead, it does nothing any more.</summary>
    private sealed class Machine(int lastPoint)
    {
        private readonly Lock gate = new();
        private int points;
        private bool mayDie = true;

        public MortalLedger Wrap(IRowLedger ledger) => new MortalLedger(ledger, this);

        public void Point()
        {
            lock (gate)
            {
                if (++points >= lastPoint && mayDie)
                {
                    throw new PowerCutException();
                }
            }
        }

        public void Revive() => mayDie = false;
    }

    private sealed class MortalLedger(IRowLedger ledger, Machine machine) : IRowLedger
    {
        public ValueTask WriteAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken) => BetweenAsync(() => ledger.WriteAsync(rows, cancellationToken));

        public ValueTask WriteBackAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken) => BetweenAsync(() => ledger.WriteBackAsync(rows, cancellationToken));

        public ValueTask ReleaseAsync(IReadOnlyCollection<long> seqs, CancellationToken cancellationToken) => BetweenAsync(() => ledger.ReleaseAsync(seqs, cancellationToken));

        // After this there is nothing left to lose.
        public async ValueTask SetStateAsync(RunState state, string? reason, CancellationToken cancellationToken)
        {
            machine.Point();
            await ledger.SetStateAsync(state, reason, cancellationToken);
        }

        private async ValueTask BetweenAsync(Func<ValueTask> write)
        {
            machine.Point();
            await write();
            machine.Point();
        }
    }
}
