using System.Globalization;

namespace Syncline.Sync.Plans;

/// <summary>Groups the updates of a plan by the columns in which they differ, for who reviews many at once.</summary>
public static class PlanChangeGroups
{
    private const string Updates = "FROM changes WHERE action = 'update'";

    /// <summary>The groups, largest first.</summary>
    public static async ValueTask<IReadOnlyList<PlanChangeGroup>> ReadAsync(PlanFile plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return await plan.QueryAsync(
            $"SELECT to_json(changed)::VARCHAR, count(*) {Updates} GROUP BY changed ORDER BY count(*) DESC, min(seq)",
            reader => new PlanChangeGroup(PlanJson.Read<string[]>(reader.GetString(0)), reader.GetInt64(1)),
            cancellationToken);
    }

    /// <summary>Numbers of the changes of a group, ascending. Eight bytes for each are held.</summary>
    public static async ValueTask<IReadOnlyList<long>> FindAsync(PlanFile plan, PlanChangeGroup group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(group);
        var columns = string.Join(", ", group.Columns.Select(column => $"'{column.Replace("'", "''", StringComparison.Ordinal)}'"));
        return await plan.QueryAsync(
            string.Create(CultureInfo.InvariantCulture, $"SELECT seq {Updates} AND changed = [{columns}]::VARCHAR[] ORDER BY seq"),
            reader => reader.GetInt64(0),
            cancellationToken);
    }
}
