using System.Globalization;
using Syncline.Sync.Plans;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Mirrors;

/// <summary>
/// What the last compare of two mirrors found, so that the next one has to look only at keys that changed on either side since, and at those that
/// were not the same then. It stands in the mirrors' files: the key of each row (<c>known</c>), the keys that are not settled (<c>open</c>), and under
/// which question that was found (<c>compared</c>). A key is settled when its rows were the same, or when only the target has it and the project
/// leaves such rows alone; whatever else was planned, refused or in doubt stays open until it is seen to be the same, so that nothing depends on
/// what became of a plan. In any doubt both mirrors are compared whole. See docs/decisions/0010-incremental-mirrors.md. Good for one compare.
/// </summary>
/// <param name="stage">The stage.</param>
/// <param name="source">The source's mirror.</param>
/// <param name="target">The target's mirror.</param>
/// <param name="targetKeys">SQL of the key's columns, as both sides are joined by them, of a target row <c>t</c>.</param>
/// <param name="question">All that a row's outcome depends on besides the two rows; another question starts anew.</param>
internal sealed class ComparedKeys(DuckDbStage stage, Mirror source, Mirror target, IReadOnlyList<string> targetKeys, string question)
{
    // Below this a whole compare costs nothing that anybody would notice; above it, the detour has to be worth it.
    private const long Few = 1_000;
    private const int LeastShare = 4;

    private readonly IReadOnlyList<string> names = [.. targetKeys.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"k{i}"))];

    /// <summary>Whether only a part of the rows is staged.</summary>
    public bool IsNarrow { get; private set; }

    /// <summary>Source rows that are not staged, for they are the same as before and as their target rows.</summary>
    public long SourceRowsLeftOut { get; private set; }

    /// <summary>Target rows that are not staged.</summary>
    public long TargetRowsLeftOut { get; private set; }

    private string Keys => string.Join(", ", names);

    private string TargetKeys => string.Join(", ", targetKeys.Select((key, i) => $"{key} AS {names[i]}"));

    private static string TargetId(Mirror mirror) => $"t.{Sql.Quote(mirror.Key.Name)}";

    /// <summary>Stages the rows that have to be compared as <c>source_rows</c> and <c>target_rows</c>.</summary>
    /// <param name="map">Makes table <c>mapped</c> from <c>source_rows</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task StageAsync(Func<Task> map, CancellationToken cancellationToken)
    {
        if (await IsKnownAsync(cancellationToken))
        {
            await ChooseAsync(map, cancellationToken);
            var chosen = await stage.ScalarAsync<long>("SELECT (SELECT count(*) FROM chosen_source) + (SELECT count(*) FROM chosen_target)", cancellationToken);
            var all = await stage.ScalarAsync<long>($"SELECT (SELECT count(*) FROM {source.Rows}) + (SELECT count(*) FROM {target.Rows})", cancellationToken);
            IsNarrow = chosen <= Few || chosen <= all / LeastShare;
        }

        await source.StageAsync("source_rows", IsNarrow ? "SELECT id FROM chosen_source" : null, cancellationToken);
        await target.StageAsync("target_rows", IsNarrow ? "SELECT id FROM chosen_target" : null, cancellationToken);
        if (IsNarrow)
        {
            SourceRowsLeftOut = await stage.ScalarAsync<long>($"SELECT count(*) FROM {source.Table("known")} WHERE id NOT IN (SELECT id FROM chosen_source)", cancellationToken);
            TargetRowsLeftOut = await stage.ScalarAsync<long>($"SELECT (SELECT count(*) FROM {target.Rows}) - (SELECT count(*) FROM target_rows)", cancellationToken);
        }
    }

    /// <summary>Notes the keys of the mapped rows, before any are taken out because they share one.</summary>
    public Task NoteAsync(CancellationToken cancellationToken) => stage.ExecuteAsync(
        $"""
        CREATE TABLE source_keys AS SELECT r.{Sql.Quote(source.Key.Name)} AS id, {string.Join(", ", names.Select(name => $"m.{name}"))} FROM mapped m JOIN source_rows r ON r.{Sql.Quote(DuckDbStage.RowNumber)} = m.rid;
        CREATE TABLE shared_keys AS SELECT {Keys} FROM source_keys WHERE {HasKey()} GROUP BY ALL HAVING count(*) > 1
          UNION ALL (SELECT {Keys} FROM (SELECT {TargetKeys} FROM target_rows t) WHERE {HasKey()} GROUP BY ALL HAVING count(*) > 1)
        """,
        cancellationToken);

    /// <summary>Keeps what this compare found for the next one.</summary>
    /// <param name="settled">SQL condition on table <c>pairs</c>.</param>
    /// <param name="cancellationToken">Stops it; the next compare is a whole one, or looks at more than it has to.</param>
    public async Task KeepAsync(string settled, CancellationToken cancellationToken)
    {
        var row = Sql.Quote(DuckDbStage.RowNumber);
        await stage.ExecuteAsync(
            $"""
            CREATE TABLE open_keys AS SELECT DISTINCT {Keys} FROM (
              SELECT {string.Join(", ", targetKeys.Select((key, i) => $"coalesce(s.{names[i]}, {key}) AS {names[i]}"))}
              FROM (SELECT source, target FROM pairs WHERE NOT ({settled})) p LEFT JOIN mapped s ON s.rid = p.source LEFT JOIN target_rows t ON t.{row} = p.target
              UNION ALL SELECT {Keys} FROM shared_keys)
            WHERE {HasKey()}
            """,
            cancellationToken);

        // One file at a time can be written. The stamp is in both only when both are: after a crash in between, the next compare is a whole one.
        var stamp = Guid.NewGuid().ToString();
        await stage.TransactAsync(
            $"""
            {KeepKeys(source, "SELECT id, " + Keys + " FROM source_keys", "id")}
            CREATE OR REPLACE TABLE {source.Table("open")} AS SELECT {Keys} FROM open_keys;
            {KeepStamp(source, stamp)}
            """,
            cancellationToken);
        await stage.TransactAsync(
            $"""
            {KeepKeys(target, $"SELECT {TargetId(target)} AS id, {TargetKeys} FROM {target.Rows} t", TargetId(target))}
            {KeepStamp(target, stamp)}
            """,
            cancellationToken);
    }

    private string KeepKeys(Mirror mirror, string query, string id)
    {
        var known = mirror.Table("known");
        return IsNarrow
            ? $"DELETE FROM {known} WHERE id IN (SELECT id FROM {mirror.Touched}); INSERT INTO {known} {query} WHERE {id} IN (SELECT id FROM {mirror.Touched});"
            : $"CREATE OR REPLACE TABLE {known} AS {query};";
    }

    private string KeepStamp(Mirror mirror, string stamp) =>
        $"DELETE FROM {mirror.Touched}; CREATE OR REPLACE TABLE {mirror.Compared} AS SELECT {Sql.Literal(question)} AS question, {Sql.Literal(stamp)} AS stamp;";

    private async Task<bool> IsKnownAsync(CancellationToken cancellationToken) =>
        await source.HasAsync(["known", "open", "compared"], cancellationToken)
        && await target.HasAsync(["known", "compared"], cancellationToken)
        && await stage.ScalarAsync<long>(
            $"SELECT count(*) FROM {source.Compared} s JOIN {target.Compared} t ON s.stamp = t.stamp WHERE s.question = {Sql.Literal(question)} AND t.question = s.question", cancellationToken) == 1;

    // Keys as they were and as they are of all rows that changed, and with them every row of both sides that has one of these keys, or none at all.
    private async Task ChooseAsync(Func<Task> map, CancellationToken cancellationToken)
    {
        await source.StageAsync("source_rows", $"SELECT id FROM {source.Touched}", cancellationToken);
        await map();
        await stage.ExecuteAsync(
            $"""
            CREATE TABLE chosen_keys AS SELECT DISTINCT {Keys} FROM (
              SELECT {Keys} FROM {source.Table("open")}
              UNION ALL SELECT {Keys} FROM {source.Table("known")} WHERE id IN (SELECT id FROM {source.Touched})
              UNION ALL SELECT {Keys} FROM mapped
              UNION ALL SELECT {Keys} FROM {target.Table("known")} WHERE id IN (SELECT id FROM {target.Touched})
              UNION ALL SELECT {TargetKeys} FROM {target.Rows} t WHERE {TargetId(target)} IN (SELECT id FROM {target.Touched}))
            WHERE {HasKey()};
            DROP TABLE mapped;
            DROP TABLE source_rows;
            {Chosen("chosen_source", source)}
            {Chosen("chosen_target", target)}
            """,
            cancellationToken);
    }

    private string Chosen(string table, Mirror mirror) =>
        $"""
        CREATE TABLE {table} AS SELECT id FROM {mirror.Touched}
          UNION SELECT id FROM {mirror.Table("known")} WHERE NOT ({HasKey()})
          UNION SELECT k.id FROM {mirror.Table("known")} k SEMI JOIN chosen_keys c ON {string.Join(" AND ", names.Select(name => $"k.{name} = c.{name}"))};
        """;

    private string HasKey() => string.Join(" AND ", names.Select(name => $"{name} IS NOT NULL"));
}
