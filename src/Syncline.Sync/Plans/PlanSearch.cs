namespace Syncline.Sync.Plans;

/// <summary>Finds changes of a plan by what stands in them.</summary>
public static class PlanSearch
{
    /// <summary>Numbers of the changes of an action that hold a text in any value, before or after, without regard to case; ascending. Eight bytes for each are held.</summary>
    public static async ValueTask<IReadOnlyList<long>> FindAsync(PlanFile plan, PlanAction action, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentException.ThrowIfNullOrEmpty(text);
        var values = plan.Columns.SelectMany(column => new[] { "before", "after" }.Select(side => $"\"{side}\".{Sql.Quote(column.Name)}::VARCHAR"));

        // A sign that no value holds stands between two, so that nothing is found across them.
        return await plan.QueryAsync(
            $"SELECT seq FROM changes WHERE action = '{PlanTables.NameOf(action)}' AND contains(lower(concat_ws(chr(31), {string.Join(", ", values)})), lower({Sql.Literal(text)})) ORDER BY seq",
            reader => reader.GetInt64(0),
            cancellationToken);
    }
}
