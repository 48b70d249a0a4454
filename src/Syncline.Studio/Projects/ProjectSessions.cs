using System.Collections.Concurrent;
using Syncline.Studio.Compare;
using Syncline.Sync.Plans;
using Syncline.Workspace;
using Syncline.Workspace.Projects;

namespace Syncline.Studio.Projects;

/// <summary>The projects that are worked on, by address, and the one at hand. Shared by all pages; safe for concurrent use.</summary>
internal sealed class ProjectSessions(SynclineWorkspace workspace, TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProjectPlace, ProjectSession> saved = new();
    private readonly ConcurrentDictionary<string, PlanSession> undos = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlanSession> agains = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlanSession> resumed = new(StringComparer.Ordinal);
    private ProjectSession? fresh;

    /// <summary>Where project files may be.</summary>
    public ProjectFolders Folders { get; } = new(workspace.Home);

    /// <summary>The project that was worked on last: what is dragged or chosen in the tree is for it.</summary>
    public ProjectSession? AtHand { get; set; }

    /// <summary>The project that is not saved yet; begun when there is none.</summary>
    public ProjectSession New() => fresh ??= Begin();

    /// <summary>Begins another one in place of that which is not saved.</summary>
    public ProjectSession BeginAnew() => fresh = Begin();

    /// <summary>A saved project; opened when it is not at hand.</summary>
    /// <exception cref="Core.Errors.SynclineException">Its file can't be read.</exception>
    public async Task<ProjectSession> OpenAsync(ProjectPlace place, CancellationToken cancellationToken)
    {
        if (saved.TryGetValue(place, out var known))
        {
            return known;
        }

        var opened = Begin();
        await opened.OpenAsync(place, cancellationToken);
        return saved.GetOrAdd(place, opened);
    }

    /// <summary>Takes note that the new project was saved, or a saved one under another name.</summary>
    public void Keep(ProjectSession session)
    {
        if (session.Place is { } place)
        {
            saved[place] = session;
            fresh = fresh == session ? null : fresh;
        }
    }

    /// <summary>The project whose plan a run carries out, or carried out last, in this Studio; null when none does.</summary>
    public ProjectSession? OfRun(string runId) => saved.Values.FirstOrDefault(session => session.Plan.Apply.RunId == runId);

    /// <summary>The plan that a run carries out in this Studio; null when this Studio carries none of that id out.</summary>
    public PlanSession? PlanOfRun(string runId) =>
        OfRun(runId)?.Plan ?? undos.Values.Concat(agains.Values).Concat(resumed.Values).FirstOrDefault(session => session.Apply.RunId == runId);

    /// <summary>What goes on with a run that another process, or an earlier Studio, began.</summary>
    public PlanSession Resume(string runId) => PlanOfRun(runId) ?? resumed.GetOrAdd(runId, _ => new PlanSession(workspace, timeProvider));

    /// <summary>The plan that takes a run back; made when it is asked for.</summary>
    public PlanSession Undo(string runId) => undos.GetOrAdd(runId, _ => new PlanSession(workspace, timeProvider));

    /// <summary>The plan that sends the failed rows of a run again; made when it is asked for.</summary>
    public PlanSession Again(string runId) => agains.GetOrAdd(runId, _ => new PlanSession(workspace, timeProvider));

    /// <summary>A plan that a page shows, by its id; null when none does.</summary>
    public PlanFile? FindPlan(string id) =>
        saved.Values.Select(session => session.Plan).Concat(undos.Values).Concat(agains.Values).Select(session => session.Compare.Plan).FirstOrDefault(plan => plan?.Header.Id == id);

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable session in (IEnumerable<IAsyncDisposable>)[.. saved.Values, .. undos.Values, .. agains.Values, .. resumed.Values])
        {
            await session.DisposeAsync();
        }

        if (fresh is not null)
        {
            await fresh.DisposeAsync();
        }
    }

    private ProjectSession Begin() => new(workspace, timeProvider);
}
