namespace Syncline.Sync.Plans;

/// <summary>The tables of a plan file, documented for readers in <c>docs/reference/plan-file.md</c>.</summary>
internal static class PlanTables
{
    /// <summary>Statements that make the empty tables in an attached database.</summary>
    public static string Create(string alias, IReadOnlyList<PlanColumn> columns)
    {
        if (columns.Count == 0)
        {
            throw new ArgumentException("A plan has at least one column.", nameof(columns));
        }

        var database = Sql.Quote(alias);
        var row = RowType(columns);
        return $"""
            CREATE TABLE {database}.plan (format_version INTEGER NOT NULL, id VARCHAR NOT NULL, created TIMESTAMPTZ NOT NULL, digest VARCHAR, header JSON NOT NULL);
            CREATE TABLE {database}.plan_columns (position INTEGER NOT NULL, name VARCHAR NOT NULL, display_name VARCHAR, kind VARCHAR NOT NULL,
                type JSON NOT NULL, role VARCHAR NOT NULL, companion_of VARCHAR, source VARCHAR);
            CREATE TABLE {database}.changes (seq BIGINT NOT NULL, action VARCHAR NOT NULL, row_id VARCHAR, version VARCHAR, changed VARCHAR[] NOT NULL,
                "before" {row}, "after" {row}, source_row BIGINT);
            CREATE TABLE {database}.problems (seq BIGINT NOT NULL, side VARCHAR NOT NULL, source_row BIGINT, key VARCHAR, "column" VARCHAR,
                error_id VARCHAR NOT NULL, message VARCHAR NOT NULL, advice VARCHAR);
            """;
    }

    /// <summary>The type of <c>before</c> and <c>after</c>: one field per plan column, in order.</summary>
    public static string RowType(IEnumerable<PlanColumn> columns) =>
        $"STRUCT({string.Join(", ", columns.Select(column => $"{Sql.Quote(column.Name)} {Sql.TypeOf(column.Type)}"))})";

    /// <summary>Name of an action in the file.</summary>
    public static string NameOf(PlanAction action) => action switch
    {
        PlanAction.Add => "add",
        PlanAction.Update => "update",
        PlanAction.Delete => "delete",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Unknown action."),
    };

    /// <summary>Name of a role in the file.</summary>
    public static string NameOf(PlanColumnRole role) => role switch
    {
        PlanColumnRole.Key => "key",
        PlanColumnRole.Value => "value",
        PlanColumnRole.Display => "display",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
    };
}
