using System.Globalization;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Mapping;

/// <summary>
/// Writes the SQL that makes table <c>mapped</c> from the staged source rows: <c>rid</c>, <c>_line</c> (line of the file, or the ordinal where there are no lines), per column <c>v0, v1, …</c> (value), <c>n0, …</c>
/// (name of the row a lookup points to) and <c>p0, …</c> (what is wrong, as <c>ID:sentence</c>), per key column <c>k0, …</c> (the value as
/// keys are compared), per column of the source's key that a write-back needs <c>sk0, …</c>, <c>bad</c> (something is wrong) and <c>skip</c> (a lookup asks to leave the row alone).
/// </summary>
internal sealed class MappingQuery(BoundProject project, bool keysIgnoreCase, bool withLines = false)
{
    private readonly List<string> raw =
    [
        $"{Sql.Quote(DuckDbStage.RowNumber)} AS rid",
        $"{Sql.Quote(withLines ? ReadRequest.LineColumn : DuckDbStage.RowNumber)} AS _line",
    ];
    private readonly List<string> texts = ["*"];
    private readonly List<string> values = ["*"];
    private readonly List<string> converted = ["rid", "_line"];
    private readonly List<string> joined = ["rid", "_line"];
    private readonly List<string> joins = [];
    private readonly List<string> skips = [];

    private string Filter => project.SourceFilter is { } condition ? $"WHERE {condition.InBrackets}" : "";

    /// <summary>Statements that make the tables which lookup rules join with; run after the tables' rows are staged.</summary>
    public IReadOnlyList<string> LookupStatements(IReadOnlyList<LookupSource> sources) =>
    [
        .. project.Columns.Index().Where(column => column.Item.Match.Count > 0).Select(column =>
        {
            var source = sources.First(source => source.Table.Name == column.Item.LookupTable!.Name);
            var keys = column.Item.Match.Select((match, i) => $"{KeySql.Fold(match.Type, Sql.Quote(match.Name), keysIgnoreCase)} AS k{i}");
            var name = NameColumn(source.Table) is { } shown ? $"min(CAST({Sql.Quote(shown)} AS VARCHAR))" : "CAST(NULL AS VARCHAR)";
            return $"CREATE TABLE lookup_{column.Index} AS SELECT {string.Join(", ", keys)}, count(*) AS n, min({Sql.Quote(source.Table.PrimaryKey!.Columns[0])}) AS id, {name} AS name "
                + $"FROM {source.Staged} GROUP BY {string.Join(", ", column.Item.Match.Select((_, i) => $"k{i}"))} HAVING {string.Join(" AND ", column.Item.Match.Select((_, i) => $"k{i} IS NOT NULL"))}";
        }),
    ];

    /// <summary>A query for the different values that one lookup rule looks for in the staged source rows, each part in the matched column's type.</summary>
    /// <param name="column">Position of the rule's column.</param>
    /// <param name="most">Values given at most.</param>
    public string LookupValues(int column, int most)
    {
        var bound = project.Columns[column];
        AddRaw(column, bound);
        var parts = bound.Match.Select((match, part) =>
        {
            AddConversion(column, part, bound, Unbounded(match), $"w{column}_{part}");
            return KeySql.Fold(match.Type, $"w{column}_{part}", ignoreCase: false);
        }).ToList();
        return $"""
            WITH raw AS (SELECT {string.Join(", ", raw)} FROM source_rows {Filter}),
            texts AS (SELECT {string.Join(", ", texts)} FROM raw),
            converted_values AS (SELECT {string.Join(", ", values)} FROM texts)
            SELECT DISTINCT {string.Join(", ", parts)} FROM converted_values WHERE {string.Join(" AND ", parts.Select(part => $"{part} IS NOT NULL"))} LIMIT {most.ToString(CultureInfo.InvariantCulture)}
            """;
    }

    /// <summary>The statement that makes table <c>mapped</c>.</summary>
    public string Statement()
    {
        foreach (var (i, column) in project.Columns.Index())
        {
            AddRaw(i, column);
            if (column.Match.Count > 0)
            {
                AddLookup(i, column);
            }
            else
            {
                AddValue(i, column);
            }
        }

        foreach (var (i, key) in (project.WriteBack?.SourceKey ?? []).Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"sk{i}");
            raw.Add($"{Sql.Quote(key.Name)} AS {name}");
            converted.Add(name);
            joined.Add($"converted.{name}");
        }

        var problems = project.Columns.Select((_, i) => $"p{i} IS NOT NULL");
        var keys = project.Columns.Where(column => column.IsKey).Select((column, i) => $"{KeySql.Compared(column, project.Project.Compare, $"v{i}", keysIgnoreCase)} AS k{i}");
        return $"""
            CREATE TABLE mapped AS
            {(project.Project.AddsMissingRows ? "SELECT * FROM (" : "")}WITH raw AS (SELECT {string.Join(",\n  ", raw)} FROM source_rows {Filter}),
            texts AS (SELECT {string.Join(",\n  ", texts)} FROM raw),
            converted_values AS (SELECT {string.Join(",\n  ", values)} FROM texts),
            converted AS (SELECT {string.Join(",\n  ", converted)} FROM converted_values),
            joined AS (SELECT {string.Join(",\n  ", joined)} FROM converted {string.Join(" ", joins)})
            SELECT *, ({string.Join(" OR ", problems)}) AS bad, ({(skips.Count == 0 ? "false" : string.Join(" OR ", skips))}) AS skip,
              {string.Join(", ", keys)}
            FROM joined
            {(project.Project.AddsMissingRows ? $") {OncePerValue()}" : "")}
            """;
    }

    // What has a value but no key is a problem of its own; what has neither names no row.
    private string OncePerValue()
    {
        var keys = project.Columns.Where(column => column.IsKey).Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"k{i}")).ToList();
        var problems = project.Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"p{i}"));
        return $"WHERE bad OR ({string.Join(" AND ", keys.Select(key => key + " IS NOT NULL"))}) QUALIFY row_number() OVER (PARTITION BY {string.Join(", ", keys.Concat(problems))} ORDER BY rid) = 1";
    }

    /// <summary>Column of a table whose value names a row to people.</summary>
    private static string? NameColumn(TableSchema table) => table.NameColumn is { } name && table.Find(name) is { CanRead: true } ? name : null;

    // A text that is longer than the matched column's names no row; that is all that is wrong with it.
    private static ColumnSchema Unbounded(ColumnSchema match) => match with { Type = match.Type with { MaxLength = null } };

    // A value expression is tried row by row: where it fails, the row is a problem and the others go on.
    private void AddRaw(int i, BoundColumn column)
    {
        if (column.Expression is { } expression)
        {
            raw.Add($"TRY({{'v': CAST({expression.InBrackets} AS VARCHAR)}}) AS e{i}");
        }

        raw.AddRange(column.From.Select((from, part) => $"{Sql.Quote(from.Name)} AS r{i}_{part}"));
    }

    private static string RawOf(int i, BoundColumn column, int part) => column.Expression is null ? $"r{i}_{part}" : $"e{i}.v";

    private static ColumnType RawType(BoundColumn column, int part) => column.Expression is null ? column.From[part].Type : ColumnType.Of(ColumnKind.Text);

    private void AddValue(int i, BoundColumn column)
    {
        var checks = AddConversion(i, 0, column, column.Target, $"v{i}");
        converted.Add($"v{i}");
        converted.Add($"{Problem(i, column, checks)} AS p{i}");
        joined.Add($"converted.v{i}");
        joined.Add("CAST(NULL AS VARCHAR) AS n" + i.ToString(CultureInfo.InvariantCulture));
        joined.Add($"{WithKeyCheck(column, $"converted.p{i}", $"converted.v{i}")} AS p{i}");
    }

    private void AddLookup(int i, BoundColumn column)
    {
        var checks = new List<string>();
        var empty = new List<string>();
        var shown = new List<string>();
        for (var part = 0; part < column.Match.Count; part++)
        {
            var source = RawOf(i, column, part);
            var match = Unbounded(column.Match[part]);
            checks.AddRange(AddConversion(i, part, column, match, $"w{i}_{part}"));
            converted.Add($"{KeySql.Fold(match.Type, $"w{i}_{part}", keysIgnoreCase)} AS m{i}_{part}");
            empty.Add($"nullif(trim(CAST({source} AS VARCHAR)), '') IS NULL");
            shown.Add($"coalesce({Sql.Literal(match.Name + " \"")} || left(CAST({source} AS VARCHAR), 40) || '\"', {Sql.Literal("no " + match.Name)})");
        }

        converted.Add($"{Problem(i, column, checks)} AS p{i}");
        converted.Add($"({string.Join(" AND ", empty)}) AS x{i}");
        converted.Add($"{string.Join(" || ' and ' || ", shown)} AS t{i}");

        var on = string.Join(" AND ", column.Match.Select((_, part) => $"l{i}.k{part} = converted.m{i}_{part}"));
        joins.Add($"LEFT JOIN lookup_{i} l{i} ON {on}");
        joined.Add($"CASE WHEN l{i}.n = 1 THEN l{i}.id END AS v{i}");
        joined.Add($"CASE WHEN l{i}.n = 1 THEN l{i}.name END AS n{i}");
        var table = column.LookupTable!.Name;
        var isMissing = $"NOT converted.x{i} AND l{i}.n IS NULL";
        var missing = column.Rule.Lookup!.Missing is MissingLookup.Fail or MissingLookup.Add
            ? $"WHEN {isMissing} THEN {Sql.Literal($"SY2120:There is no {table} with ")} || converted.t{i} "
            : "";
        var problem = $"CASE WHEN converted.p{i} IS NOT NULL THEN converted.p{i} "
            + $"WHEN l{i}.n > 1 THEN 'SY2121:' || l{i}.n || {Sql.Literal($" rows of {table} have ")} || converted.t{i} {missing}END";
        joined.Add($"{WithKeyCheck(column, problem, $"CASE WHEN l{i}.n = 1 THEN l{i}.id END")} AS p{i}");
        if (column.Rule.Lookup.Missing == MissingLookup.Skip)
        {
            joined.Add($"(converted.p{i} IS NULL AND {isMissing}) AS s{i}");
            skips.Add($"s{i}");
        }
    }

    // One layer each for the text, the value made of it, and the reason why there is none: reasons are worked out for few rows only.
    private IReadOnlyList<string> AddConversion(int i, int part, BoundColumn column, ColumnSchema to, string name)
    {
        var (raw, text) = (RawOf(i, column, part), $"t{i}_{part}");
        texts.Add($"{ValueConversion.TextOf(raw, RawType(column, part), to.Type, column.Rule, project.Project.Compare)} AS {text}");
        var value = ValueConversion.Of(raw, text, RawType(column, part), to, column.Rule);
        values.Add($"{value.Sql} AS {name}");
        return value.Checks.Count == 0
            ? []
            : [$"WHEN {text} IS NOT NULL AND {name} IS NULL THEN CASE {string.Join(" ", value.Checks.Select(check => $"WHEN {check.Condition} THEN '{check.ErrorId}:' || {check.Message}"))} END"];
    }

    private static string Problem(int i, BoundColumn column, IReadOnlyList<string> checks)
    {
        IEnumerable<string> cases = checks;
        if (column.Expression is not null)
        {
            cases = cases.Prepend($"WHEN e{i} IS NULL THEN {Sql.Literal($"SY2110:The value of {column.Rule.Name} can not be computed for this row")}");
        }

        var all = string.Join(" ", cases);
        return all.Length == 0 ? "CAST(NULL AS VARCHAR)" : $"CASE {all} END";
    }

    private string WithKeyCheck(BoundColumn column, string problem, string value) => column.IsKey && !project.Project.AddsMissingRows
        ? $"coalesce({problem}, CASE WHEN {(column.Target.Type.Kind == ColumnKind.Text ? $"nullif({value}, '')" : value)} IS NULL THEN {Sql.Literal($"SY2114:The key column {column.Target.Name} has no value")} END)"
        : problem;
}
