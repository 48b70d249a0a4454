using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using Syncline.Core.Errors;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Runs;

/// <summary>Finds what one run did to a row, in the run's own copy of the plan and in its ledger.</summary>
internal static class RowStory
{
    // A plan has a row once; more come only of a key that is not unique, or of a part of one.
    private const int MostPerRun = 50;

    /// <summary>The changes of the row, in order; none when the run did nothing to it, or can't be read any more.</summary>
    public static async ValueTask<IReadOnlyList<RowEvent>> ReadAsync(RunSummary run, WantedRow wanted, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        try
        {
            await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
            await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
            var seqs = (await plan.QueryAsync(Query(plan, wanted.Key.Trim()), reader => reader.GetInt64(0), cancellationToken)).ToHashSet();
            if (Guid.TryParse(wanted.Key, out var id))
            {
                // Where the target gives ids, the plan of an add does not know it.
                seqs.UnionWith(await ledger.FindAsync(id, MostPerRun, cancellationToken));
            }

            if (seqs.Count == 0)
            {
                return [];
            }

            var lines = (await ledger.ReadAsync(seqs, cancellationToken)).ToDictionary(line => line.Seq);
            return await plan.ReadChangesAsync(seqs, cancellationToken)
                .Select(change => new RowEvent(run, change, plan.Columns, lines.GetValueOrDefault(change.Seq)))
                .ToListAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is ConfigurationException or SqliteException or DuckDBException or IOException)
        {
            return []; // the list of runs passes over the same folders
        }
    }

    private static string Query(PlanFile plan, string key)
    {
        var parts = plan.Header.Key.Select(name =>
        {
            var field = Sql.Literal(plan.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))?.Name ?? name);
            return $"trim(CAST(coalesce(struct_extract(\"before\", {field}), struct_extract(\"after\", {field})) AS VARCHAR))";
        }).ToList();
        var text = $"lower({Sql.Literal(key)})";
        var whole = parts.Count > 1 ? $" OR lower(concat_ws(', ', {string.Join(", ", parts)})) = {text}" : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT seq FROM changes WHERE lower(row_id) = {text}{string.Concat(parts.Select(part => $" OR lower({part}) = {text}"))}{whole} ORDER BY seq LIMIT {MostPerRun}");
    }
}
