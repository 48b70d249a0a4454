using Syncline.Core.Errors;
using Syncline.Studio.Apply;
using Syncline.Sync.Plans;
using Syncline.Workspace;

namespace Syncline.Studio.Compare;

/// <summary>
/// A plan on its way: how it is made, what of it is ticked, and the run that carries it out. It outlives the page: a reload or a second tab finds it as it
/// was. Safe for concurrent use.
/// </summary>
public sealed class PlanSession : IAsyncDisposable
{
    private readonly Lock gate = new();
    private PlanFile? known;

    internal PlanSession(SynclineWorkspace workspace, TimeProvider timeProvider, Action? changed = null)
    {
        Compare = new CompareJob(workspace, timeProvider, Tell);
        Apply = new ApplyJob(workspace, timeProvider, Tell);
        Conflicts = new ConflictJob(workspace, timeProvider, Tell);
        Earlier = new EarlierPlan(workspace, Tell);

        void Tell()
        {
            ForgetWhatIsOfAnotherPlan();
            changed?.Invoke();
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <summary>Raised on any thread when anything that a page shows is another.</summary>
    public event EventHandler? Changed;

    /// <summary>How the plan is made.</summary>
    public CompareJob Compare { get; }

    /// <summary>How it is carried out.</summary>
    public ApplyJob Apply { get; }

    /// <summary>Rows of the target that changed since the plan was made, once somebody looked.</summary>
    public ConflictJob Conflicts { get; }

    /// <summary>The earlier plan that the plan is held against, when somebody chose one.</summary>
    public EarlierPlan Earlier { get; }

    /// <summary>The plan that the last apply was begun with; null when there was none.</summary>
    public PlanFile? AppliedPlan { get; private set; }

    /// <summary>Whether the plan at hand was carried out: what is left to do is another compare.</summary>
    public bool IsApplied => AppliedPlan is not null && AppliedPlan == Compare.Plan && Refusal is null;

    /// <summary>Why the apply of the plan at hand was refused before anything was written; null when it was not.</summary>
    public ErrorDetail? Refusal => AppliedPlan is not null && AppliedPlan == Compare.Plan && Apply is { IsRunning: false, RunId: null } ? Apply.Error : null;

    /// <summary>
    /// Carries out the plan that somebody saw, without the changes that were unticked. Does nothing, and gives false, when another plan has taken its
    /// place or is being made (another tab may have compared again), when a plan is being carried out, or when it was carried out already.
    /// </summary>
    public bool ApplyPlan(PlanFile seen)
    {
        lock (gate)
        {
            if (Apply.IsRunning || (AppliedPlan == seen && Refusal is null) || Compare.LeftOutOf(seen) is not { } leftOut)
            {
                return false;
            }

            AppliedPlan = seen;
            Apply.Start(seen, [.. leftOut]);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Conflicts.DisposeAsync();
        await Earlier.DisposeAsync();
        await Compare.DisposeAsync();
        await Apply.DisposeAsync();
    }

    private void ForgetWhatIsOfAnotherPlan()
    {
        if (Compare?.Plan is { } plan && Interlocked.Exchange(ref known, plan) is { } before && before != plan)
        {
            Conflicts.Forget();
            Earlier.Forget();
        }
    }
}
