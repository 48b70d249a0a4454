using System.Globalization;
using CsCheck;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Writing;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Sync.Tests.Connections;

namespace Syncline.Sync.Tests.Applying;

/// <summary>
/// The process dies at any point: before and after each write of the ledger, before a request, in the middle of its rows, after all of them
/// but before the answer. Requests may be lost, answered twice, refused, and may even arrive after the process is dead.
/// </summary>
public sealed class CrashTests
{
    // SYNCLINE_TEST_SEEDS widens the search, e.g. for a night.
    private static readonly long Iterations = long.Parse(Environment.GetEnvironmentVariable("SYNCLINE_TEST_SEEDS") ?? "25", CultureInfo.InvariantCulture);

    private static readonly Gen<Scenario> Scenarios =
        from shape in Gen.Select(Gen.Int[0, 25], Gen.Int[0, 25], Gen.Int[0, 25])
        from batch in Gen.Int[1, 20]
        from traits in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool)
        from crashes in Gen.Int[1, 60].Array[1, 4]
        from faults in Gen.Int[0, 30]
        from late in Gen.Bool
        from seed in Gen.Int[0, int.MaxValue]
        select new Scenario(shape.Item1, shape.Item2, shape.Item3, batch, traits.Item1, traits.Item2, traits.Item3, crashes, faults, late, seed);

    [Fact]
    public async Task After_any_crashes_resume_makes_the_target_what_the_plan_says_and_ledger_and_target_agree() =>
        await Scenarios.SampleAsync(async scenario => { await RunAsync(scenario); }, iter: Iterations, threads: 1);

    // Found by seed bsmxZ4bY2zp4: two crashes between a late request and its look left the add planned, and its refusal was believed.
    [Fact]
    public async Task An_add_that_a_dead_process_sent_and_that_arrives_late_is_not_called_failed() =>
        await RunAsync(new Scenario(1, 12, 3, 18, RowIds: true, Versions: false, ReadByKeys: false, [3, 5], FaultPercent: 28, LateArrival: true, Seed: 158624668));

    [Fact]
    public async Task Every_single_point_of_a_small_run_can_be_the_last_one()
    {
        for (var point = 1; ; point++)
        {
            var scenario = new Scenario(3, 3, 3, 2, RowIds: true, Versions: true, ReadByKeys: true, [point], FaultPercent: 0, LateArrival: point % 2 == 0, Seed: point);
            if (!await RunAsync(scenario))
            {
                point.ShouldBeGreaterThan(25);
                return;
            }
        }
    }

    /// <summary>Runs a scenario and checks it.</summary>
    /// <returns>Whether the first crash came about: false when the run was over before.</returns>
    private static async Task<bool> RunAsync(Scenario scenario)
    {
        using var world = new ApplyWorld(scenario.RowIds, scenario.Versions, scenario.ReadByKeys, scenario.Batch);
        await using var plan = await world.PlanAsync(scenario.Adds, scenario.Updates, scenario.Deletes);
        var touched = Touch(world, scenario);
        var crashed = false;
        var network = new Network(world, holdsBack: scenario.LateArrival && scenario.RowIds);
        RunSummary? run = null;

        foreach (var point in scenario.Crashes.Append(int.MaxValue))
        {
            var machine = new Machine(world, scenario, network, point, attempt: run is null ? 0 : 1);
            var options = world.Options with { MaxAttempts = 50 };
            try
            {
                run = run is null
                    ? await Applier.ApplyAsync(plan, world.Target, options, null, machine.Wrap, CancellationToken.None)
                    : await Applier.ResumeAsync(run.Id, world.Target, options, null, machine.Wrap, CancellationToken.None);
                break;
            }
            catch (PowerCutException)
            {
                crashed = true;
                run = (await world.Runs.ListAsync(CancellationToken.None)).Single();
                run.State.ShouldBe(RunState.Interrupted);
            }
        }

        await CheckAsync(world, run!, touched);
        return crashed;
    }

    private static HashSet<long> Touch(ApplyWorld world, Scenario scenario)
    {
        var random = new Random(scenario.Seed);
        var touched = new HashSet<long>();
        foreach (var change in world.Changes.Where(change => change.Action != PlanAction.Add && random.Next(100) < 8))
        {
            world.Contacts.Change(world.RowOf(change)!, "name", "Mallory");
            touched.Add(change.Seq);
        }

        return touched;
    }

    private static async Task CheckAsync(ApplyWorld world, RunSummary run, HashSet<long> touched)
    {
        run.State.ShouldBe(touched.Count > 0 ? RunState.FinishedWithFailures : RunState.Finished);
        var ledger = await world.LedgerAsync(run);
        ledger.Count.ShouldBe(world.Changes.Count);
        foreach (var change in world.Changes)
        {
            var state = touched.Contains(change.Seq) ? RowState.Conflict : RowState.Done;
            ledger[change.Seq].State.ShouldBe(state, $"change {change.Seq} {change.Action}: {ledger[change.Seq].Message}");
            world.IsApplied(change).ShouldBe(state == RowState.Done, $"change {change.Seq} {change.Action}");
        }

        var codes = world.Contacts.Rows.Select(row => (string)world.Value(row, "code")!).ToList();
        codes.Count.ShouldBe(codes.Distinct(StringComparer.Ordinal).Count());
        (run.Done, run.Conflicts, run.Unknown, run.Pending).ShouldBe((world.Changes.Count - touched.Count, touched.Count, 0, 0));
    }

    public sealed record Scenario(
        int Adds, int Updates, int Deletes, int Batch, bool RowIds, bool Versions, bool ReadByKeys, int[] Crashes, int FaultPercent, bool LateArrival, int Seed)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Adds}+ {Updates}~ {Deletes}- batch {Batch} {(RowIds ? "ids " : "")}{(Versions ? "versions " : "")}{(ReadByKeys ? "keys " : "")}crash at {string.Join(',', Crashes)} faults {FaultPercent}% {(LateArrival ? "late " : "")}seed {Seed}");
    }

    public sealed class PowerCutException() : Exception("The power is gone.");

    /// <summary>One life of the process: counts every point at which it could die, and dies at the one given. Dead, it does nothing any more.</summary>
    private sealed class Machine
    {
        private readonly Scenario scenario;
        private readonly int lastPoint;
        private readonly Random random;
        private readonly Lock gate = new();
        private int points;

        public Machine(ApplyWorld world, Scenario scenario, Network network, int lastPoint, int attempt)
        {
            this.scenario = scenario;
            this.lastPoint = lastPoint;
            random = new Random(scenario.Seed + attempt);
            var writer = world.Target.Writer!;
            writer.BeforeBatch = async (batch, _) =>
            {
                await network.DeliverAsync();
                try
                {
                    Point();
                }
                catch (PowerCutException)
                {
                    network.HoldBack(batch);
                    throw;
                }
            };
            writer.BeforeRow = (batch, row) =>
            {
                // The server goes on with a request that has arrived, although nobody waits for the answer any more.
                if (!scenario.LateArrival)
                {
                    Point();
                }

                return Fault(early: true);
            };
            writer.AfterRow = (batch, row) =>
            {
                if (!scenario.LateArrival || row == batch.Rows.RowCount - 1)
                {
                    Point();
                }

                return Fault(early: false);
            };
        }

        public MortalLedger Wrap(IRowLedger ledger) => new(ledger, this);

        public void Point()
        {
            lock (gate)
            {
                points++;
                if (points >= lastPoint)
                {
                    throw new PowerCutException();
                }
            }
        }

        private RowOutcome? Fault(bool early)
        {
            lock (gate)
            {
                if (random.Next(200) >= scenario.FaultPercent)
                {
                    return null;
                }

                var error = new ErrorDetail { Id = "ME0009", Phase = ErrorPhase.Write, Message = "It did not work.", Recovery = Recovery.Retry };
                return (early ? random.Next(2) : 1) switch
                {
                    0 => RowOutcome.Failed(random.Next(3) == 0 ? error with { RetryAfter = TimeSpan.FromSeconds(5) } : error),
                    _ => RowOutcome.Unknown(error),
                };
            }
        }
    }

    /// <summary>Keeps a request that left just before the process died, and delivers it when the next life sends its first one.</summary>
    private sealed class Network(ApplyWorld world, bool holdsBack)
    {
        private readonly MemoryWriter server = new(world.Target);
        private readonly Lock gate = new();
        private List<WriteBatch> held = [];

        public void HoldBack(WriteBatch batch)
        {
            if (!holdsBack)
            {
                return;
            }

            var rows = new RowBatchBuilder(batch.Rows.Columns);
            for (var row = 0; row < batch.Rows.RowCount; row++)
            {
                rows.AppendRow([.. Enumerable.Range(0, batch.Rows.Columns.Count).Select(column => batch.Rows.GetValue(column, row))]);
            }

            lock (gate)
            {
                held.Add(batch with { Rows = rows.Build() });
            }
        }

        public async ValueTask DeliverAsync()
        {
            List<WriteBatch> arriving;
            lock (gate)
            {
                (arriving, held) = (held, []);
            }

            foreach (var batch in arriving)
            {
                await server.WriteAsync(batch, CancellationToken.None);
            }
        }
    }

    private sealed class MortalLedger(IRowLedger ledger, Machine machine) : IRowLedger
    {
        public async ValueTask WriteAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken)
        {
            machine.Point();
            await ledger.WriteAsync(rows, cancellationToken);
            machine.Point();
        }

        public async ValueTask WriteBackAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken)
        {
            machine.Point();
            await ledger.WriteBackAsync(rows, cancellationToken);
            machine.Point();
        }

        public async ValueTask ReleaseAsync(IReadOnlyCollection<long> seqs, CancellationToken cancellationToken)
        {
            machine.Point();
            await ledger.ReleaseAsync(seqs, cancellationToken);
            machine.Point();
        }

        public async ValueTask SetStateAsync(RunState state, string? reason, CancellationToken cancellationToken)
        {
            machine.Point();
            await ledger.SetStateAsync(state, reason, cancellationToken);
        }
    }
}
