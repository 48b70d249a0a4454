using System.Globalization;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Ledgers;

/// <summary>The part of a ledger that says which of the added rows the source knows of. Only runs that write back have it. Safe for concurrent use.</summary>
internal sealed class WriteBackLedger(LedgerFile file)
{
    /// <summary>SQL that makes it.</summary>
    public const string Make = $"CREATE TABLE {Table} {LedgerFile.RowColumns};";

    private const string Table = "write_backs";

    private static readonly string Failed = LedgerFile.In([RowState.Failed]);

    /// <summary>Writes down that the source was told of added rows, or why it was not; all or none.</summary>
    public ValueTask WriteAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken) => file.WriteAsync(Table, rows, cancellationToken);

    /// <summary>Added rows that are done and of which the source was not told, whose numbers lie between two, both included; by number.</summary>
    public ValueTask<IReadOnlyList<LedgerRow>> ReadMissingAsync(long from, long to, CancellationToken cancellationToken) => file.QueryAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT * FROM rows WHERE action = 'add' AND {LedgerFile.In([RowState.Done])} AND seq BETWEEN {from} AND {to} AND seq NOT IN (SELECT seq FROM {Table}) ORDER BY seq"),
        LedgerText.Row,
        cancellationToken);

    /// <summary>Why the source was not told of added rows, by number; at most so many. The id is the added row's.</summary>
    public async ValueTask<IReadOnlyList<LedgerRow>> ReadFailedAsync(int most, CancellationToken cancellationToken) => await ExistsAsync(cancellationToken)
        ? await file.QueryAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                SELECT w.seq, w.action, w.state, coalesce(rows.row_id, w.row_id) AS row_id, w.attempts, w.error_id, w.server_code, w.message, w.advice, w."column", w.request_id, w.at
                FROM {Table} w LEFT JOIN rows USING (seq) WHERE w.{Failed} ORDER BY w.seq LIMIT {most}
                """),
            LedgerText.Row,
            cancellationToken)
        : [];

    /// <summary>Why the source was not told, each reason once; at most <see cref="FailureReason.Most"/>, those of most rows first.</summary>
    public async ValueTask<IReadOnlyList<FailureReason>> ReadReasonsAsync(CancellationToken cancellationToken) => await ExistsAsync(cancellationToken)
        ? await file.QueryAsync(FailureReason.Query(Table, Failed), reader => FailureReason.Read(reader, ofWriteBack: true), cancellationToken)
        : [];

    /// <summary>Forgets the write-backs that failed, so that they are done again.</summary>
    public async ValueTask ReleaseFailedAsync(CancellationToken cancellationToken)
    {
        if (await ExistsAsync(cancellationToken))
        {
            await file.DeleteAsync(Table, await file.QueryAsync($"SELECT seq FROM {Table} WHERE {Failed}", reader => reader.GetInt64(0), cancellationToken), cancellationToken);
        }
    }

    /// <summary>How many are done and have failed; null in a run that writes nothing back.</summary>
    public async ValueTask<(long Done, long Failed)?> CountAsync(CancellationToken cancellationToken) => await ExistsAsync(cancellationToken)
        ? (await file.QueryAsync(
            $"SELECT count(*) FILTER (WHERE {LedgerFile.In([RowState.Done])}), count(*) FILTER (WHERE {Failed}) FROM {Table}",
            reader => (reader.GetInt64(0), reader.GetInt64(1)),
            cancellationToken))[0]
        : null;

    private async ValueTask<bool> ExistsAsync(CancellationToken cancellationToken) =>
        await file.ScalarAsync($"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{Table}'", cancellationToken) is 1;
}
