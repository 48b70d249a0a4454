using Syncline.Sync.Plans;

namespace Syncline.Workspace.Planning;

/// <summary>A plan that was just made.</summary>
/// <param name="Path">The plan file.</param>
/// <param name="Header">What it says, with its digest.</param>
public sealed record PlannedProject(string Path, PlanHeader Header)
{
    /// <summary>Most rows in <see cref="Problems"/>.</summary>
    public const int MostProblems = 20;

    /// <summary>The first rows that could not be planned; the plan has all of them.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; init; } = [];

    /// <summary>The same with the plan's first problems.</summary>
    internal async Task<PlannedProject> WithProblemsAsync(CancellationToken cancellationToken)
    {
        if (Header.Counts.Problems == 0)
        {
            return this;
        }

        await using var plan = await PlanFile.OpenAsync(Path, cancellationToken);
        return this with { Problems = await plan.ReadProblemsAsync(1, MostProblems, cancellationToken).ToListAsync(cancellationToken) };
    }
}
