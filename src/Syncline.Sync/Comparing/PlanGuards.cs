using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Comparing;

/// <summary>Holds a plan's counts against the project's guards.</summary>
internal static class PlanGuards
{
    /// <summary>Every guard that the project sets, the bound of deletes in any case, and whether it holds.</summary>
    public static IReadOnlyList<PlanGuard> Of(Project project, PlanCounts counts, ConnectionIdentity target)
    {
        var guards = new List<PlanGuard>();
        Limit("max-adds", project.Guards.MaxAdds, counts.Add);
        Limit("max-updates", project.Guards.MaxUpdates, counts.Update - counts.Deactivate);
        Limit("max-deletes", project.Guards.MaxDeletes ?? (project.Actions.Delete == DeleteAction.None ? null : ProjectGuards.DefaultMaxDeletes), counts.Delete + counts.Deactivate);
        if (project.Guards.StopOnEmptySource)
        {
            guards.Add(new PlanGuard
            {
                Name = "empty-source",
                Limit = "stop",
                Found = string.Create(CultureInfo.InvariantCulture, $"{counts.SourceRows:N0} source rows"),
                Holds = counts.SourceRows > 0,
            });
        }

        if (project.Guards.Environment is { } environment)
        {
            guards.Add(new PlanGuard
            {
                Name = "environment",
                Limit = environment,
                Found = target.SystemId ?? "a system without an id",
                Holds = string.Equals(environment.Trim('{', '}'), target.SystemId?.Trim('{', '}'), StringComparison.OrdinalIgnoreCase),
            });
        }

        return guards;

        void Limit(string name, ChangeLimit? limit, long changes)
        {
            if (limit is not null)
            {
                guards.Add(new PlanGuard { Name = name, Limit = limit.ToString(), Found = Share(changes, counts.TargetRows), Holds = limit.Allows(changes, counts.TargetRows) });
            }
        }
    }

    /// <summary>The guards held against other counts, for a plan that leaves changes of another out.</summary>
    public static IReadOnlyList<PlanGuard> Again(IReadOnlyList<PlanGuard> guards, PlanCounts counts) =>
    [
        .. guards.Select(guard =>
        {
            long? changes = guard.Name switch
            {
                "max-adds" => counts.Add,
                "max-updates" => counts.Update - counts.Deactivate,
                "max-deletes" => counts.Delete + counts.Deactivate,
                _ => null,
            };
            return changes is { } number && ChangeLimit.Parse(guard.Limit) is { } limit
                ? guard with { Found = Share(number, counts.TargetRows), Holds = limit.Allows(number, counts.TargetRows) }
                : guard;
        }),
    ];

    private static string Share(long changes, long rows) => rows == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{changes:N0} of 0 target rows")
        : string.Create(CultureInfo.InvariantCulture, $"{changes:N0} of {rows:N0} target rows ({100.0 * changes / rows:0.#}%)");
}
