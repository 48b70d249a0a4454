using Syncline.Core.Errors;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Plans;

/// <summary>
/// What a plan would do otherwise than an earlier one for the same table. A row is the same when it has the same key; a change is the same when its action, its
/// columns, and their values before and after are. Numbers are held at eight bytes each; everything else may spill to disk.
/// </summary>
public sealed record PlanComparison
{
    private const long MemoryLimit = 384L << 20;

    /// <summary>Numbers of the plan's changes to rows that the earlier plan does not change; ascending.</summary>
    public required IReadOnlyList<long> New { get; init; }

    /// <summary>Changes to rows that the earlier plan changes in another way: the plan's number and the earlier plan's; ascending by the first.</summary>
    public required IReadOnlyList<(long Seq, long Earlier)> Different { get; init; }

    /// <summary>Numbers of the earlier plan's changes to rows that this plan does not change; ascending.</summary>
    public required IReadOnlyList<long> Gone { get; init; }

    /// <summary>How many changes stand in both plans.</summary>
    public required long Same { get; init; }

    /// <summary>Compares two plans. Neither is changed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="earlier">The plan that it is held against.</param>
    /// <param name="workFolder">Folder for data that does not fit into memory; the system's temporary folder when null.</param>
    /// <param name="cancellationToken">Stops the compare.</param>
    /// <exception cref="ConfigurationException">SY3009: the plans are for different tables, or know rows by different columns.</exception>
    public static async Task<PlanComparison> OfAsync(PlanFile plan, PlanFile earlier, string? workFolder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(earlier);
        RequireSameTable(plan.Header, earlier.Header);
        if (plan.Header.Digest == earlier.Header.Digest)
        {
            return new PlanComparison { New = [], Different = [], Gone = [], Same = plan.Header.Counts.Changes };
        }

        await using var stage = await DuckDbStage.OpenAsync(new StageOptions { WorkFolder = workFolder, MemoryLimit = MemoryLimit }, cancellationToken);
        await stage.ExecuteAsync($"ATTACH {Sql.Literal(plan.Path)} AS now (READ_ONLY); ATTACH {Sql.Literal(earlier.Path)} AS earlier (READ_ONLY)", cancellationToken);

        // A plan comes from outside: its tables could be views, which must reach no file and no network.
        await stage.LockDownAsync(cancellationToken);
        var columns = plan.Columns.Where(column => column.Role != PlanColumnRole.Display).Select(column => column.Name)
            .Intersect(earlier.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase).ToList();
        var pairs = await stage.QueryAsync(
            $"""
            SELECT coalesce(a.seq, 0), coalesce(b.seq, 0)
            FROM ({Changes("now", plan.Header.Key, columns)}) a FULL JOIN ({Changes("earlier", earlier.Header.Key, columns)}) b ON a.key = b.key
            WHERE a.seq IS NULL OR b.seq IS NULL OR a.content <> b.content
            """,
            reader => (Seq: reader.GetInt64(0), Earlier: reader.GetInt64(1)),
            cancellationToken);
        List<long> added = [.. pairs.Where(pair => pair.Earlier == 0).Select(pair => pair.Seq)];
        List<long> gone = [.. pairs.Where(pair => pair.Seq == 0).Select(pair => pair.Earlier)];
        List<(long Seq, long Earlier)> different = [.. pairs.Where(pair => pair.Seq > 0 && pair.Earlier > 0)];
        added.Sort();
        gone.Sort();
        different.Sort();
        return new PlanComparison { New = added, Different = different, Gone = gone, Same = plan.Header.Counts.Changes - added.Count - different.Count };
    }

    /// <summary>The earlier plan's number of a change that is different now; null when the change is not among them.</summary>
    public long? EarlierOf(long seq)
    {
        var (low, high) = (0, Different.Count - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            if (Different[middle].Seq == seq)
            {
                return Different[middle].Earlier;
            }

            (low, high) = Different[middle].Seq < seq ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private static void RequireSameTable(PlanHeader plan, PlanHeader earlier)
    {
        var problem =
            plan.Target.Table != earlier.Target.Table || (plan.Target.SystemId ?? plan.Target.Connection) != (earlier.Target.SystemId ?? earlier.Target.Connection)
                ? $"One plan is for {plan.Target.Connection} / {plan.Target.Table}, the other for {earlier.Target.Connection} / {earlier.Target.Table}."
            : !plan.Key.SequenceEqual(earlier.Key, StringComparer.OrdinalIgnoreCase)
                ? $"One plan knows rows by {string.Join(", ", plan.Key)}, the other by {string.Join(", ", earlier.Key)}."
            : null;
        if (problem is not null)
        {
            throw PlanErrors.NotComparable(problem);
        }
    }

    // Each value stands as text, so that a column whose type changed between the plans can still be held against what it was; cells that a change leaves alone
    // don't count. Rows without a whole key (such that only the target has) are known by their id.
    private static string Changes(string database, IReadOnlyList<string> key, IReadOnlyList<string> columns)
    {
        List<string> parts = [.. key.Select(name => $"coalesce({Field("after", name)}, {Field("before", name)})")];
        var cells = string.Join(", ", columns.SelectMany(name => new[] { "before", "after" }.Select(side => $"CASE WHEN list_contains(changed, {Sql.Literal(name)}) THEN {Field(side, name)} END")));
        return $"""
            SELECT seq, md5(to_json([action, to_json(list_sort(changed))::VARCHAR{(cells.Length == 0 ? null : ", " + cells)}])::VARCHAR) AS content,
                CASE WHEN {string.Join(" OR ", parts.Select(part => $"{part} IS NULL"))} THEN 'row ' || coalesce(row_id, seq::VARCHAR) ELSE to_json([{string.Join(", ", parts)}])::VARCHAR END AS key
            FROM {database}.changes
            """;
    }

    private static string Field(string side, string name) => $"struct_extract(\"{side}\", {Sql.Literal(name)})::VARCHAR";
}
