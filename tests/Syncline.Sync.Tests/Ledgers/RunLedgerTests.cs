using Microsoft.Data.Sqlite;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Locking;
using Syncline.Sync.Plans;
using Syncline.Sync.Tests.Applying;
using Syncline.Sync.Tests.Plans;

namespace Syncline.Sync.Tests.Ledgers;

public sealed class RunLedgerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-ledger-").FullName;
    private readonly InstantTime time = new();

    [Fact]
    public async Task A_row_goes_from_sent_to_its_end_and_keeps_the_id_that_it_got()
    {
        await using var ledger = await CreateAsync();
        var add = SamplePlans.ThreeChanges[0] with { RowId = null };
        await ledger.WriteAsync([LedgerRow.Of(add, RowState.Sent, 1)], default);
        await ledger.WriteAsync([LedgerRow.Of(add, RowState.Done, 1, rowId: "given")], default);
        await ledger.WriteAsync([LedgerRow.Of(add, RowState.Done, 2)], default);

        var row = (await ledger.ReadAsync([RowState.Done], 1, 9, default)).Single();
        (row.Seq, row.Action, row.RowId, row.Attempts, row.At).ShouldBe((1, PlanAction.Add, "given", 2, time.GetUtcNow()));
        (await ledger.ReadSeqsAsync([RowState.Sent], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_released_row_is_planned_again()
    {
        await using var ledger = await CreateAsync();
        await ledger.WriteAsync([.. SamplePlans.ThreeChanges.Select(change => LedgerRow.Of(change, RowState.Sent, 1))], default);
        await ledger.ReleaseAsync([2, 3], default);

        var run = await ledger.SummarizeAsync(folder, default);
        (run.Add.Unknown, run.Update.Pending, run.Delete.Pending, run.Unknown, run.Pending).ShouldBe((1, 1, 1, 1, 2));
    }

    [Fact]
    public async Task Rows_are_written_all_or_none()
    {
        await using var ledger = await CreateAsync();
        var good = LedgerRow.Of(SamplePlans.ThreeChanges[0], RowState.Sent, 1);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await ledger.WriteAsync([good, good with { Seq = 2, State = (RowState)99 }], default));
        (await ledger.SummarizeAsync(folder, default)).Unknown.ShouldBe(0);
        await ledger.WriteAsync([good], default);
        (await ledger.SummarizeAsync(folder, default)).Unknown.ShouldBe(1);
    }

    [Fact]
    public async Task The_file_is_in_wal_mode_and_written_through_to_the_disk()
    {
        await using var ledger = await CreateAsync();
        await using var reader = new SqliteConnection($"Data Source={Path.Combine(folder, RunLedger.FileName)};Mode=ReadOnly;Pooling=False");
        await reader.OpenAsync();
        await using var command = reader.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        (await command.ExecuteScalarAsync()).ShouldBe("wal");
        (await ledger.SynchronousAsync(default)).ShouldBe(2);
    }

    [Fact]
    public void A_lock_is_held_until_it_is_given_back_and_its_file_stays()
    {
        var path = Path.Combine(folder, "x", "owner.lock");
        FileLock.IsTaken(path).ShouldBeFalse();
        using (FileLock.TryTake(path).ShouldNotBeNull())
        {
            FileLock.TryTake(path).ShouldBeNull();
            FileLock.IsTaken(path).ShouldBeTrue();
        }

        File.Exists(path).ShouldBeTrue();
        FileLock.IsTaken(path).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<RunLedger> CreateAsync()
    {
        var header = SamplePlans.Header() with { Digest = "sha256:11", Counts = new PlanCounts { Add = 1, Update = 1, Delete = 1 } };
        await RunLedger.CreateAsync(folder, "20261123-101432-7f3a", header, time, default);
        return await RunLedger.OpenAsync(folder, time, default);
    }
}
