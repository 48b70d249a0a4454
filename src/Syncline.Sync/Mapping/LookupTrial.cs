using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Mapping;

/// <summary>Tries a lookup rule on every row of the source: what it finds, and what it does not. Reads only.</summary>
public static class LookupTrial
{
    /// <summary>Values that are listed at most.</summary>
    public const int MostListed = 200;

    /// <summary>Reads the source's columns and the lookup table's, and matches them as a compare does; values are taken as they are written, whatever format the rule has.</summary>
    /// <param name="rule">The rule; it has source columns, and a lookup that matches as many.</param>
    /// <param name="source">The source.</param>
    /// <param name="sourceTable">Its table.</param>
    /// <param name="target">The target, which has the lookup's table.</param>
    /// <param name="lookupTable">That table.</param>
    /// <param name="sourceFilter">The project's filter of the source, in which there is no mistake: rows that it leaves out are not counted. Null counts all.</param>
    /// <param name="workFolder">Folder for what does not fit into memory.</param>
    /// <param name="progress">Is told how many rows were read; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The rule has no lookup that can be tried.</exception>
    /// <exception cref="ConfigurationException">The filter has mistakes.</exception>
    public static async Task<TriedLookup> TryAsync(
        ColumnRule rule, IConnection source, TableSchema sourceTable, IConnection target, TableSchema lookupTable, string? sourceFilter, string workFolder, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sourceTable);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(lookupTable);
        var from = rule.From.Select(sourceTable.Find).OfType<ColumnSchema>().ToList();
        var match = (rule.Lookup?.Match ?? []).Select(lookupTable.Find).OfType<ColumnSchema>().ToList();
        if (from.Count == 0 || from.Count != match.Count || match.Count != rule.Lookup!.Match.Count)
        {
            throw new ArgumentException("The rule names as many source columns as columns of the lookup table, and all of them are there.", nameof(rule));
        }

        var filter = sourceFilter is null ? null : Filter(sourceFilter, sourceTable);
        await using var stage = await DuckDbStage.OpenAsync(new StageOptions { WorkFolder = workFolder }, cancellationToken);
        await stage.LockDownAsync(cancellationToken);
        var distinct = from.Concat((filter?.Columns ?? []).Select(sourceTable.Find).OfType<ColumnSchema>()).DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var read = await stage.LoadAsync("source_rows", distinct, source.ReadAsync(Request(sourceTable, distinct), cancellationToken), rows => progress?.Report(rows), cancellationToken);
        var matched = match.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToList();
        await stage.LoadAsync("lookup_rows", matched, target.ReadAsync(Request(lookupTable, matched), cancellationToken), rows => progress?.Report(read + rows), cancellationToken);

        var ignoreCase = target.Capabilities.KeysIgnoreCase;
        var parts = match.Index().ToList();
        var keys = parts.Select(part => $"{KeySql.Fold(part.Item.Type, Sql.Quote(part.Item.Name), ignoreCase)} AS k{part.Index}");
        var texts = from.Index().Select(part => $"CAST({Sql.Quote(part.Item.Name)} AS VARCHAR) AS t{part.Index}");
        var folded = parts.Select(part => $"{KeySql.Fold(part.Item.Type, $"TRY_CAST(t{part.Index} AS {Sql.TypeOf(part.Item.Type)})", ignoreCase)} AS m{part.Index}");
        await stage.ExecuteAsync(
            $"""
            CREATE TABLE found AS
            WITH keyed AS (SELECT {string.Join(", ", keys)} FROM lookup_rows),
            counted AS (SELECT {List("k{0}")}, count(*) AS n FROM keyed WHERE {List("k{0} IS NOT NULL", " AND ")} GROUP BY ALL),
            texts AS (SELECT {string.Join(", ", texts)} FROM source_rows {(filter is null ? null : $"WHERE {filter.InBrackets}")}),
            folded AS (SELECT *, {string.Join(", ", folded)} FROM texts)
            SELECT {List("coalesce(t{0}, '')", " || ', ' || ")} AS text, ({List("nullif(trim(t{0}), '') IS NULL", " AND ")}) AS is_empty, coalesce(any_value(n), 0) AS n, count(*) AS rows
            FROM folded LEFT JOIN counted ON {List("k{0} = m{0}", " AND ")} GROUP BY {List("t{0}")}
            """,
            cancellationToken);
        var sums = await stage.QueryAsync(
            """
            SELECT coalesce(sum(rows) FILTER (WHERE NOT is_empty), 0)::BIGINT, coalesce(sum(rows) FILTER (WHERE NOT is_empty AND n = 1), 0)::BIGINT,
              coalesce(sum(rows) FILTER (WHERE NOT is_empty AND n = 0), 0)::BIGINT, coalesce(sum(rows) FILTER (WHERE NOT is_empty AND n > 1), 0)::BIGINT,
              coalesce(sum(rows) FILTER (WHERE is_empty), 0)::BIGINT FROM found
            """,
            reader => Enumerable.Range(0, 5).Select(reader.GetInt64).ToArray(),
            cancellationToken);
        return new TriedLookup
        {
            Rows = sums[0][0],
            Resolved = sums[0][1],
            Missing = sums[0][2],
            Ambiguous = sums[0][3],
            Empty = sums[0][4],
            Unresolved = await stage.QueryAsync(
                string.Create(CultureInfo.InvariantCulture, $"SELECT text, rows, n FROM found WHERE NOT is_empty AND n <> 1 ORDER BY rows DESC, text LIMIT {MostListed}"),
                reader => new UnresolvedValue(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)),
                cancellationToken),
        };

        string List(string format, string between = ", ") => string.Join(between, parts.Select(part => string.Format(CultureInfo.InvariantCulture, format, part.Index)));
    }

    private static SqlExpression Filter(string text, TableSchema source)
    {
        using var parser = new ExpressionParser(source);
        var mistakes = new ProjectMistakes();
        var parsed = parser.Parse(text, isCondition: true, "source-filter", "source-filter", ProjectMarks.None, mistakes);
        mistakes.ThrowIfAny();
        return parsed!;
    }

    private static ReadRequest Request(TableSchema table, IReadOnlyList<ColumnSchema> columns) => new() { Table = table.Name, Columns = [.. columns.Select(column => column.Name)] };
}
