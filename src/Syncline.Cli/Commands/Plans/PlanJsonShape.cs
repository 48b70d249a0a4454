using Syncline.Workspace.Planning;
using Syncline.Workspace.Running;

namespace Syncline.Cli.Commands.Plans;

/// <summary>A plan as <c>plan --json</c> gives it; scripts rely on <c>changes</c>.</summary>
internal static class PlanJsonShape
{
    /// <summary>The document.</summary>
    public static object Of(PlannedProject planned) => RunDocument.Of(planned);

    /// <summary>Several plans of one project, in the order to apply them; the counts are those of all.</summary>
    public static object Of(IReadOnlyList<PlannedProject> planned) => new
    {
        project = planned[0].Header.Project.Name.Split('.')[0],
        changes = new
        {
            add = planned.Sum(plan => plan.Header.Counts.Add),
            update = planned.Sum(plan => plan.Header.Counts.Update),
            delete = planned.Sum(plan => plan.Header.Counts.Delete),
        },
        problems = planned.Sum(plan => plan.Header.Counts.Problems),
        plans = planned.Select(Of),
    };
}
