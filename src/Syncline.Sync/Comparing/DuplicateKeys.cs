using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Sync.Mapping;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Comparing;

/// <summary>Finds keys that several rows of one side share, and does with them what the project says.</summary>
internal sealed class DuplicateKeys(BoundProject project, DuckDbStage stage, CompareQuery query, bool hasLines)
{
    /// <summary>Table with the numbers (<c>id</c>) of target rows that were taken out of several with the same key.</summary>
    public const string KeptTable = "kept_doubles";

    private const int Shown = 10;

    /// <summary>Leaves at most one row per key on each side; returns warnings about the rows left out.</summary>
    /// <exception cref="MappingException">SY2201: there are such keys, and the project says fail.</exception>
    public async Task<IReadOnlyList<string>> ResolveAsync(CancellationToken cancellationToken)
    {
        var sourceKeys = query.TargetKeys.Select((_, i) => $"t.k{i}").ToList();
        var warnings = new List<string>();
        await stage.ExecuteAsync($"CREATE TABLE {KeptTable} (id BIGINT)", cancellationToken);
        await ResolveAsync("source", "mapped", "t.rid", sourceKeys, warnings, cancellationToken);
        await ResolveAsync("target", "target_rows", $"t.{Sql.Quote(DuckDbStage.RowNumber)}", query.TargetKeys, warnings, cancellationToken);
        return warnings;
    }

    private async Task ResolveAsync(string side, string table, string row, IReadOnlyList<string> keys, List<string> warnings, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", keys.Select((_, i) => $"k{i}"));
        await stage.ExecuteAsync(
            $"""
            CREATE OR REPLACE TABLE doubles AS
            SELECT {string.Join(", ", keys.Select((key, i) => $"{key} AS k{i}"))}, count(*) AS n, min({row}) AS first
            FROM {table} t WHERE {string.Join(" AND ", keys.Select(key => $"{key} IS NOT NULL"))} GROUP BY {names} HAVING count(*) > 1
            """,
            cancellationToken);
        var doubles = await stage.ScalarAsync<long>("SELECT count(*) FROM doubles", cancellationToken);
        if (doubles == 0)
        {
            return;
        }

        var on = string.Join(" AND ", keys.Select((key, i) => $"{key} = doubles.k{i}"));
        var policy = project.Project.Duplicates;

        // Which of several target rows is the newest can't be told by a column of the source.
        if (policy.Keep == DuplicateKeep.None || (policy.Keep == DuplicateKeep.Newest && side == "target"))
        {
            throw await ErrorAsync(side, table, row, on, doubles, cancellationToken);
        }

        var (join, order) = policy.Keep switch
        {
            DuplicateKeep.First => ("", row),
            DuplicateKeep.Last => ("", $"{row} DESC"),
            _ => ($"JOIN source_rows newest ON newest.{Sql.Quote(DuckDbStage.RowNumber)} = {row}", $"newest.{Sql.Quote(policy.NewestBy!)} DESC NULLS LAST, {row} DESC"),
        };
        var removed = await stage.ExecuteAsync(
            $"""
            DELETE FROM {table} AS gone WHERE {row.Replace("t.", "gone.", StringComparison.Ordinal)} IN (
              SELECT id FROM (
                SELECT {row} AS id, row_number() OVER (PARTITION BY {string.Join(", ", keys.Select((_, i) => $"doubles.k{i}"))} ORDER BY {order}) AS place
                FROM {table} t JOIN doubles ON {on} {join})
              WHERE place > 1)
            """,
            cancellationToken);
        if (side == "target")
        {
            await stage.ExecuteAsync($"INSERT INTO {KeptTable} SELECT {row} FROM {table} t JOIN doubles ON {on}", cancellationToken);
        }

        warnings.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{removed:N0} {side} row{(removed == 1 ? " is" : "s are")} left out because {doubles:N0} key{(doubles == 1 ? " occurs" : "s occur")} more than once (duplicates: {policy})."));
    }

    private async Task<MappingException> ErrorAsync(string side, string table, string row, string on, long doubles, CancellationToken cancellationToken)
    {
        var key = project.Columns.Where(column => column.IsKey).Select((column, i) => side == "source" ? $"v{project.Columns.ToList().IndexOf(column)}" : Sql.Quote(column.Target.Name));
        var shown = await stage.QueryAsync(
            $"""
            SELECT concat_ws(', ', {string.Join(", ", key.Select(part => $"CAST(any_value(t.{part}) AS VARCHAR)"))}),
              array_to_string(list_slice(list_sort(list({(side == "source" ? "t._line" : row)})), 1, 5), ', ') || CASE WHEN count(*) > 5 THEN ', …' ELSE '' END
            FROM {table} t JOIN doubles ON {on} GROUP BY doubles.first ORDER BY doubles.first LIMIT {Shown}
            """,
            reader => $"{reader.GetString(0)} ({(side == "source" && hasLines ? "lines" : "rows")} {reader.GetString(1)})",
            cancellationToken);
        return new MappingException(new ErrorDetail
        {
            Id = "SY2201",
            Phase = ErrorPhase.Mapping,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"{(doubles == 1 ? "One key occurs" : $"{doubles:N0} keys occur")} more than once in the {side}: {string.Join("; ", shown)}{(doubles > Shown ? "; …" : "")}."),
            Advice = side == "source"
                ? "Correct the source, choose a key that is unique, or say which row counts with duplicates: first, last or newest(COLUMN)."
                : "Correct the target, choose a key that is unique there, narrow target-filter, or say which row counts with duplicates: first or last.",
            Location = project.Project.Marks.Find("key"),
        });
    }
}
