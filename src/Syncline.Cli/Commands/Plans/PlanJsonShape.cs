using Syncline.Workspace.Planning;

namespace Syncline.Cli.Commands.Plans;

/// <summary>A plan as <c>plan --json</c> gives it; scripts rely on <c>changes</c>.</summary>
internal static class PlanJsonShape
{
    /// <summary>The document.</summary>
    public static object Of(PlannedProject planned) => new
    {
        plan = planned.Path,
        digest = planned.Header.Digest,
        project = planned.Header.Project.Name,
        changes = new { add = planned.Header.Counts.Add, update = planned.Header.Counts.Update, delete = planned.Header.Counts.Delete },
        deactivate = planned.Header.Counts.Deactivate,
        same = planned.Header.Counts.Same,
        problems = planned.Header.Counts.Problems,
        sourceRows = planned.Header.Counts.SourceRows,
        targetRows = planned.Header.Counts.TargetRows,
        warnings = planned.Header.Warnings,
        brokenGuards = planned.Header.Guards.Where(guard => !guard.Holds).Select(guard => new { guard.Name, guard.Limit, guard.Found }),
    };
}
