using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Comparing;

/// <summary>
/// Writes the SQL that compares table <c>mapped</c> with table <c>target_rows</c>: <c>pairs</c> holds every row of both sides once, paired by
/// key, with <c>d0, d1, …</c> for the columns that differ; <c>planned</c> holds those that become changes, numbered.
/// </summary>
internal sealed class CompareQuery(BoundProject project, PlanColumns columns, bool keysIgnoreCase)
{
    private readonly BoundColumn[] keys = [.. project.Columns.Where(column => column.IsKey)];
    private readonly Deactivation? deactivation = Deactivation.Of(project);

    private static string Row => Sql.Quote(DuckDbStage.RowNumber);

    /// <summary>Key columns of the target, as both sides are joined by them.</summary>
    public IReadOnlyList<string> TargetKeys => [.. keys.Select(key => KeySql.Compared(key, project.Project.Compare, $"t.{Sql.Quote(key.Target.Name)}", keysIgnoreCase))];

    /// <summary>Makes table <c>pairs</c>. A target row that shares its key with others is not deleted: which of them should go can't be told.</summary>
    public string Pairs()
    {
        var on = string.Join(" AND ", TargetKeys.Select((key, i) => $"s.k{i} = {key}"));
        var differences = project.Columns.Select((column, i) =>
            $"s.rid IS NOT NULL AND t.{Row} IS NOT NULL AND {ColumnDifference.Of(column, project.Project.Compare, $"s.v{i}", $"t.{Sql.Quote(column.Target.Name)}")} AS d{i}");
        var newer = string.Join(" AND ", project.Columns.Index().Where(column => column.Item.Rule.Compare?.Mode == CompareMode.NewerWins).Select(column =>
            $"({ColumnDifference.IsNewer(column.Item, project.Project.Compare, $"s.v{column.Index}", $"t.{Sql.Quote(column.Item.Target.Name)}")})"));
        var hasKey = string.Join(" AND ", TargetKeys.Select(key => $"{key} IS NOT NULL"));
        return $"""
            CREATE TABLE pairs AS
            SELECT s.rid AS source, t.{Row} AS target, coalesce(s.bad OR s.skip, NOT ({hasKey}) OR t.{Row} IN (SELECT id FROM {DuplicateKeys.KeptTable})) AS held,
              {string.Join(",\n  ", differences)},
              {(newer.Length == 0 ? "true" : newer)} AS newer, {(deactivation is null ? "false" : $"s.rid IS NULL AND {deactivation.IsInactive("t")}")} AS inactive
            FROM mapped s FULL OUTER JOIN target_rows t ON {on}
            """;
    }

    /// <summary>Condition on <c>pairs</c> of rows that are on both sides and differ in a column that counts, whichever side is newer.</summary>
    public string DiffersAtAll()
    {
        var triggers = ColumnDifference.Triggers(project.Columns);
        return triggers.Count == 0 ? "false" : $"({string.Join(" OR ", triggers.Select(index => $"d{index}"))})";
    }

    /// <summary>Condition on <c>pairs</c> of rows that are to be updated.</summary>
    public string Differs() => $"({DiffersAtAll()} AND newer)";

    /// <summary>Condition on <c>pairs</c> of rows for which nothing is to be done or said as long as neither side changes.</summary>
    public string Settled()
    {
        var leftAlone = project.Project.Actions.Delete == DeleteAction.None ? "true" : "inactive";
        return $"(NOT held AND CASE WHEN target IS NULL THEN false WHEN source IS NULL THEN {leftAlone} ELSE NOT {DiffersAtAll()} END)";
    }

    /// <summary>Makes table <c>planned</c>.</summary>
    public string Planned(bool deletes)
    {
        var actions = project.Project.Actions;
        var keyOrder = keys.Select((key, i) => $"coalesce({Ordered(key, $"s.v{i}")}, {Ordered(key, $"t.{Sql.Quote(key.Target.Name)}")})");
        return $"""
            CREATE TABLE planned AS
            WITH chosen AS (
              SELECT *, CASE WHEN target IS NULL THEN 'add' WHEN source IS NULL THEN '{(deactivation is null ? "delete" : "deactivate")}' ELSE 'update' END AS action
              FROM pairs
              WHERE NOT held AND CASE WHEN target IS NULL THEN {Truth(actions.Add)} WHEN source IS NULL THEN {Truth(deletes)} AND NOT inactive ELSE {Truth(actions.Update)} AND {Differs()} END)
            SELECT row_number() OVER (
                ORDER BY CASE action WHEN 'add' THEN 1 WHEN 'update' THEN 2 WHEN 'deactivate' THEN 3 ELSE 4 END, {string.Join(", ", keyOrder)}, source, target) AS seq,
              chosen.*
            FROM chosen LEFT JOIN mapped s ON s.rid = chosen.source LEFT JOIN target_rows t ON t.{Row} = chosen.target
            """;
    }

    /// <summary>Fills the plan's changes.</summary>
    public string Changes(string plan)
    {
        var before = string.Join(", ", columns.All.Select(column => $"{Sql.Literal(column.Column.Name)}: {column.Target}"));
        var after = string.Join(", ", columns.All.Select(column =>
            $"{Sql.Literal(column.Column.Name)}: CASE WHEN action = 'add' THEN {column.Source} WHEN action = 'deactivate' THEN {column.Deactivated ?? column.Target} WHEN {column.Differs} THEN {Unguarded(column)} ELSE {column.Target} END"));
        var added = Names(column => $"{column.Source} IS NOT NULL", columns.All.Where(column => column.Column.Role != PlanColumnRole.Display));
        var updated = Names(column => column.Differs, columns.All.Where(column => column.Column.Role == PlanColumnRole.Value));
        var version = columns.TargetColumns.Any(column => column.Name == Core.Reading.ReadRequest.RowVersionColumn) ? $"t.{Sql.Quote(Core.Reading.ReadRequest.RowVersionColumn)}" : "NULL";
        return $$"""
            INSERT INTO {{plan}}.changes BY NAME
            SELECT seq, CASE action WHEN 'deactivate' THEN 'update' ELSE action END AS action, {{RowId()}} AS row_id, {{version}} AS version,
              CASE action WHEN 'add' THEN {{added}} WHEN 'update' THEN {{updated}} {{(deactivation is null ? "" : $"WHEN 'deactivate' THEN {deactivation.Names} ")}}ELSE CAST([] AS VARCHAR[]) END AS changed,
              CASE WHEN action <> 'add' THEN { {{before}} } END AS "before",
              CASE WHEN action <> 'delete' THEN { {{after}} } END AS "after",
              s._line AS source_row
            FROM planned LEFT JOIN mapped s ON s.rid = planned.source LEFT JOIN target_rows t ON t.{{Row}} = planned.target
            ORDER BY seq
            """;
    }

    /// <summary>Fills the plan's problems.</summary>
    public string Problems(string plan)
    {
        var key = $"left(concat_ws(', ', {string.Join(", ", keys.Select((_, i) => $"CAST(v{i} AS VARCHAR)"))}), 200)";
        var each = project.Columns.Select((column, i) =>
            $"SELECT rid, _line, {i} AS position, nullif({key}, '') AS key, {Sql.Literal(column.Target.Name)} AS name, p{i} AS problem, {Advice(column)} AS advice FROM mapped WHERE p{i} IS NOT NULL");
        return $"""
            INSERT INTO {plan}.problems BY NAME
            SELECT row_number() OVER (ORDER BY rid, position) AS seq, 'source' AS side, _line AS source_row, key, name AS "column",
              left(problem, 6) AS error_id, substr(problem, 8) AS message, advice
            FROM ({string.Join("\nUNION ALL ", each)})
            ORDER BY seq
            """;
    }

    private static string Truth(bool value) => value ? "true" : "false";

    // Ids are ordered as texts, choices by number; anything else by itself.
    private static string Ordered(BoundColumn key, string value) => key.Target.Type.Kind == ColumnKind.Binary ? $"hex({value})" : value;

    // A column that can't be inserted has no source value for adds, but has one for updates.
    private static string Unguarded(PlannedColumn column) => column.Column.Role == PlanColumnRole.Display || column.Index < 0 ? column.Source : $"s.v{column.Index}";

    private static string Names(Func<PlannedColumn, string> condition, IEnumerable<PlannedColumn> among)
    {
        var names = among.Select(column => $"CASE WHEN {condition(column)} THEN {Sql.Literal(column.Column.Name)} END").ToList();
        return names.Count == 0 ? "CAST([] AS VARCHAR[])" : $"list_filter([{string.Join(", ", names)}], lambda name: name IS NOT NULL)";
    }

    private string Advice(BoundColumn column)
    {
        var choices = column.Target.Type.Kind is ColumnKind.Choice or ColumnKind.Choices
            ? $"WHEN 'SY2109' THEN {Sql.Literal(ChoiceTexts.List(column.Target.Type))} WHEN 'SY2111' THEN {Sql.Literal($"Say which by the number, with choice: value, or add an alias.")} "
            : "";
        var lookup = column.LookupTable is { } table
            ? $"WHEN 'SY2120' THEN {Sql.Literal(column.Rule.Lookup!.Missing == MissingLookup.Add ? $"The plan before this one adds to {table.Name} what can be added; its problems say why this is not among it." : table.Name == project.Target.Name ? "If this project adds that row, write it as a list (mappings:), which closes such circles in a second pass; else correct the source, or use missing: null or missing: skip." : $"Add it to {table.Name} first, correct the source, or use missing: null or missing: skip.")} WHEN 'SY2121' THEN {Sql.Literal("Match by more columns, or by one that is unique.")} "
            : "";
        var i = project.Columns.ToList().IndexOf(column);
        var format = column.Rule.Format is null
            ? "WHEN 'SY2103' THEN 'Say how numbers are written, e.g. format: 1.234,56.' WHEN 'SY2106' THEN 'Say how dates are written, e.g. format: dd.MM.yyyy.' "
            : "WHEN 'SY2103' THEN 'Correct the value in the source, or the format in the project.' WHEN 'SY2106' THEN 'Correct the value in the source, or the format in the project.' ";
        return $"CASE left(p{i}, 6) {format}"
            + $"WHEN 'SY2110' THEN 'Use try_cast for values that may not fit.' WHEN 'SY2114' THEN 'Give the row a key in the source.' {choices}{lookup}ELSE 'Correct the value in the source.' END";
    }

    private string RowId()
    {
        if (project.Target.PrimaryKey is not { Columns: [var name] } || project.Target.Find(name) is not { } key)
        {
            return "CAST(NULL AS VARCHAR)";
        }

        var mapped = project.Columns.ToList().FindIndex(column => column.Target.Name == key.Name);
        var added = mapped >= 0 ? $"CAST(s.v{mapped} AS VARCHAR)"
            : KeyIds.ColumnOf(project.Target) is null ? "CAST(NULL AS VARCHAR)"
            : project.Project.NewIds == NewIds.FromKey ? $"CAST({KeyIds.Expression(project.Target.Name, keys.Length)} AS VARCHAR)"
            : "CAST(uuidv7() AS VARCHAR)";
        return $"CASE WHEN action = 'add' THEN {added} ELSE CAST(t.{Sql.Quote(key.Name)} AS VARCHAR) END";
    }
}
