using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Syncline.Core.Errors;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Locking;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Runs;

/// <summary>The folder of all runs: one folder per run with its ledger and its own copy of the plan. Safe for concurrent use, also by processes.</summary>
/// <param name="folder">Folder that holds one folder per run; made when the first run begins.</param>
/// <param name="timeProvider">Clock for run ids.</param>
public sealed class RunStore(string folder, TimeProvider timeProvider)
{
    private const string OwnerLock = "owner.lock";

    /// <summary>All runs, newest first. A folder that can't be read as a run is left out.</summary>
    public async ValueTask<IReadOnlyList<RunSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var runs = new List<RunSummary>();
        foreach (var id in Ids())
        {
            if (await TryReadAsync(Path.Combine(folder, id), cancellationToken) is { } run)
            {
                runs.Add(run);
            }
        }

        // Ids tell the second only.
        return [.. runs.OrderByDescending(run => run.Started).ThenByDescending(run => run.Id, StringComparer.Ordinal)];
    }

    /// <summary>One run, by its id or a unique beginning of it.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">SY4008: no such run; SY4009: several; SY4011: it can't be read.</exception>
    public async ValueTask<RunSummary> FindAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var ids = Ids();
        var matches = ids.Where(candidate => candidate == id).Take(1).ToList();
        matches = matches.Count > 0 ? matches : [.. ids.Where(candidate => candidate.StartsWith(id, StringComparison.OrdinalIgnoreCase))];
        return matches.Count switch
        {
            0 => throw ApplyErrors.NoSuchRun(id, NearestNames.Find(id, ids, most: 1) is [var nearest] ? nearest : null),
            1 => await ReadAsync(Path.Combine(folder, matches[0]), cancellationToken, withReasons: true),
            _ => throw ApplyErrors.Ambiguous(id, matches.Take(5)),
        };
    }

    /// <summary>The plan that a run carries out, from the run's own copy.</summary>
    public static async ValueTask<PlanFile> OpenPlanAsync(RunSummary run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return await PlanFile.OpenAsync(PlanPath(run.Folder), cancellationToken);
    }

    /// <summary>Rows of a run that have no good end, each with its change: failed, in conflict, and in doubt.</summary>
    public async IAsyncEnumerable<RunFailure> ReadFailuresAsync(
        RunSummary run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        RowState[] states = [RowState.Failed, RowState.Conflict, RowState.Unknown, RowState.Sent];
        await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
        await using var plan = await OpenPlanAsync(run, cancellationToken);
        foreach (var part in (await ledger.ReadSeqsAsync(states, cancellationToken)).Chunk(1000))
        {
            var rows = (await ledger.ReadAsync(states, part[0], part[^1], cancellationToken)).ToDictionary(row => row.Seq);
            await foreach (var change in plan.ReadChangesAsync([.. rows.Keys], cancellationToken))
            {
                yield return new RunFailure(change, rows[change.Seq]);
            }
        }
    }

    /// <summary>Numbers of the changes of a run that failed or are in conflict, ascending: those that can be sent again.</summary>
    public async ValueTask<IReadOnlyList<long>> ReadFailedSeqsAsync(RunSummary run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
        return await ledger.ReadSeqsAsync([RowState.Failed, RowState.Conflict], cancellationToken);
    }

    /// <summary>What became of some changes of a run, by number; nothing of those that were not sent.</summary>
    public async ValueTask<IReadOnlyDictionary<long, LedgerRow>> ReadLinesAsync(RunSummary run, IReadOnlyCollection<long> seqs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(seqs);
        await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
        return (await ledger.ReadAsync(seqs, cancellationToken)).ToDictionary(row => row.Seq);
    }

    /// <summary>Added rows whose value could not be written back to the source, each with its change and the reason.</summary>
    /// <param name="run">The run.</param>
    /// <param name="most">At most so many, from the first.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<IReadOnlyList<RunFailure>> ReadFailedWriteBacksAsync(RunSummary run, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
        var rows = (await ledger.WriteBacks.ReadFailedAsync(most, cancellationToken)).ToDictionary(row => row.Seq);
        await using var plan = await OpenPlanAsync(run, cancellationToken);
        return await plan.ReadChangesAsync([.. rows.Keys], cancellationToken).Select(change => new RunFailure(change, rows[change.Seq])).ToListAsync(cancellationToken);
    }

    /// <summary>When rows of a run came to their end, second by second, oldest first; seconds in which none did are left out.</summary>
    public async ValueTask<IReadOnlyList<RunPace>> ReadPaceAsync(RunSummary run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
        return await ledger.ReadPaceAsync(cancellationToken);
    }

    /// <summary>
    /// What runs did to one row, newest first: each change of it, with what became of it. Runs whose ledger or plan can't be read are passed over.
    /// Each run's plan is looked through, so that the first answers come early.
    /// </summary>
    /// <param name="wanted">The row.</param>
    /// <param name="looked">Is told how many runs were looked through; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async IAsyncEnumerable<RowEvent> ReadStoryAsync(
        WantedRow wanted, IProgress<int>? looked, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        foreach (var (at, run) in (await ListAsync(cancellationToken)).Index())
        {
            foreach (var told in wanted.MayBeIn(run) ? await RowStory.ReadAsync(run, wanted, timeProvider, cancellationToken) : [])
            {
                yield return told;
            }

            looked?.Report(at + 1);
        }
    }

    internal static string PlanPath(string runFolder) => Path.Combine(runFolder, "changes.plan");

    /// <summary>Makes a run from a plan: ledger and a copy of the plan, checked against its digest. The folder comes up whole or not at all.</summary>
    internal async ValueTask<(RunSummary Run, IDisposable Lock)> CreateAsync(PlanFile plan, CancellationToken cancellationToken)
    {
        var id = NewId();
        var making = Path.Combine(folder, $".{id}.making");
        Directory.CreateDirectory(making);
        try
        {
            File.Copy(plan.Path, PlanPath(making));
            await using (var copy = await PlanFile.OpenAsync(PlanPath(making), cancellationToken))
            {
                await copy.VerifyAsync(cancellationToken);
                if (copy.Header.Digest != plan.Header.Digest)
                {
                    throw PlanErrors.Changed(plan.Path);
                }
            }

            await RunLedger.CreateAsync(making, id, plan.Header, timeProvider, cancellationToken);
            var place = Path.Combine(folder, id);
            Directory.Move(making, place);
            var run = await ReadAsync(place, cancellationToken);
            return (run, LockRun(run));
        }
        catch (Exception exception)
        {
            if (Directory.Exists(making))
            {
                foreach (var file in Directory.GetFiles(making))
                {
                    File.SetAttributes(file, FileAttributes.Normal);
                }

                Directory.Delete(making, recursive: true);
            }

            if (exception is IOException or UnauthorizedAccessException or SqliteException)
            {
                throw ApplyErrors.RunsNotWritable(folder, exception);
            }

            throw;
        }
    }

    /// <summary>Takes a run for this process.</summary>
    /// <exception cref="Core.Errors.GuardException">SY4006: another process has it.</exception>
    internal static IDisposable LockRun(RunSummary run) =>
        FileLock.TryTake(Path.Combine(run.Folder, OwnerLock)) ?? throw ApplyErrors.Locked(run.Table, run, new LockOwner("somebody", run.OwnerHost, run.OwnerProcess, run.Started, Guid.Empty));

    /// <summary>Takes a target table for this process, so that two runs never write to it at once.</summary>
    /// <exception cref="Core.Errors.GuardException">SY4006: another process has it; the message says who and since when.</exception>
    internal async ValueTask<TargetLock> LockTableAsync(PlanSide target, CancellationToken cancellationToken)
    {
        LockOwner other;
        try
        {
            var (taken, owner) = await TargetLock.TryTakeAsync(LockFolder, LockName(target.SystemId ?? target.Connection, target.Table), timeProvider, cancellationToken);
            if (taken is not null)
            {
                return taken;
            }

            other = owner!;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ApplyErrors.RunsNotWritable(folder, exception);
        }

        var runs = await ListAsync(cancellationToken);
        throw ApplyErrors.Locked(target.Table, runs.FirstOrDefault(run =>
            run.State == RunState.Running && run.Table == target.Table && (run.SystemId ?? run.Connection) == (target.SystemId ?? target.Connection)), other);
    }

    /// <summary>Refuses to begin anew what an earlier run of the same plan began: resume knows what is done.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">SY4007.</exception>
    internal async ValueTask RequireNoUnfinishedRunAsync(PlanHeader plan, CancellationToken cancellationToken)
    {
        var runs = await ListAsync(cancellationToken);
        if (runs.FirstOrDefault(run => run.PlanDigest == plan.Digest && run.CanResume) is { } unfinished)
        {
            throw ApplyErrors.Unfinished(unfinished);
        }
    }

    private async ValueTask<RunSummary?> TryReadAsync(string runFolder, CancellationToken cancellationToken, bool withReasons = false)
    {
        try
        {
            return await ReadAsync(runFolder, cancellationToken);
        }
        catch (Core.Errors.ConfigurationException)
        {
            return null;
        }
    }

    private async ValueTask<RunSummary> ReadAsync(string runFolder, CancellationToken cancellationToken, bool withReasons = false)
    {
        try
        {
            await using var ledger = await RunLedger.OpenAsync(runFolder, timeProvider, cancellationToken);
            var run = await ledger.SummarizeAsync(runFolder, cancellationToken);
            run = withReasons ? run with { Reasons = await ledger.ReadReasonsAsync(cancellationToken) } : run;
            return run.State == RunState.Running && !FileLock.IsTaken(Path.Combine(runFolder, OwnerLock)) && !GoesOnElsewhere(run)
                ? run with { State = RunState.Interrupted, Reason = "Its process ended without a word." }
                : run;
        }
        catch (Exception exception) when (exception is SqliteException or InvalidDataException or InvalidOperationException or FormatException)
        {
            throw ApplyErrors.BrokenRun(runFolder, exception);
        }
    }

    private string LockFolder => Path.Combine(folder, ".locks");

    private static string LockName(string system, string table) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{system}\n{table}")).AsSpan(0, 8));

    // The operating system's lock of another machine may not be seen here.
    private bool GoesOnElsewhere(RunSummary run) =>
        !string.Equals(run.OwnerHost, Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        && TargetLock.OwnerElsewhere(LockFolder, LockName(run.SystemId ?? run.Connection, run.Table)) is { } owner
        && owner.Machine == run.OwnerHost
        && owner.Process == run.OwnerProcess;

    private List<string> Ids() => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => !name.StartsWith('.')).OrderDescending(StringComparer.Ordinal)]
        : [];

    private string NewId()
    {
        while (true)
        {
            var end = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(2));
            var id = string.Create(CultureInfo.InvariantCulture, $"{timeProvider.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}-{end}");
            if (!Directory.Exists(Path.Combine(folder, id)) && !Directory.Exists(Path.Combine(folder, $".{id}.making")))
            {
                return id;
            }
        }
    }
}
