using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;

namespace Syncline.Sync.Plans;

/// <summary>
/// SHA-256 over everything a plan file says: format version, id, time and header text, then plan_columns, changes and problems as JSON
/// lines in order. Rows are streamed in ranges, so memory stays bounded. <c>docs/reference/plan-file.md</c> gives the same in SQL.
/// </summary>
internal static class PlanDigest
{
    private const int RowsPerRange = 20_000;

    /// <summary>The digest, <c>sha256:&lt;hex&gt;</c>; null when the rows are not numbered 1, 2, 3, … and so can't be a whole plan.</summary>
    public static async ValueTask<string?> ComputeAsync(DuckDBConnection connection, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await AppendAsync(connection, hash, "SELECT json_array(format_version, id, epoch_us(created), header::VARCHAR)::VARCHAR FROM plan", cancellationToken);
        await AppendAsync(connection, hash, "SELECT to_json(t)::VARCHAR FROM plan_columns t ORDER BY position", cancellationToken);
        foreach (var table in (string[])["changes", "problems"])
        {
            if (await CountWhenWholeAsync(connection, table, cancellationToken) is not { } count)
            {
                return null;
            }

            for (long from = 1; from <= count; from += RowsPerRange)
            {
                await AppendAsync(connection, hash, $"SELECT to_json(t)::VARCHAR FROM {table} t WHERE seq >= {from} AND seq < {from + RowsPerRange} ORDER BY seq", cancellationToken);
            }
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static async ValueTask<long?> CountWhenWholeAsync(DuckDBConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), coalesce(min(seq), 1), coalesce(max(seq), 0) FROM {table}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var count = reader.GetInt64(0);
        return reader.GetInt64(1) == 1 && reader.GetInt64(2) == count ? count : null;
    }

    private static async ValueTask AppendAsync(DuckDBConnection connection, IncrementalHash hash, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(reader.GetString(0) + '\n'));
        }
    }
}
