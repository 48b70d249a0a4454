using System.Collections.Concurrent;
using Syncline.Workspace;
using Syncline.Workspace.Projects;

namespace Syncline.Studio.Projects;

/// <summary>The projects that are worked on, by address, and the one at hand. Shared by all pages; safe for concurrent use.</summary>
internal sealed class ProjectSessions(SynclineWorkspace workspace, TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProjectPlace, ProjectSession> saved = new();
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

    /// <summary>The apply of a run that this Studio carries out; null when it carries none of that id.</summary>
    public ProjectSession? OfRun(string runId) => saved.Values.FirstOrDefault(session => session.Apply.RunId == runId);

    public async ValueTask DisposeAsync()
    {
        foreach (var session in saved.Values)
        {
            await session.Compare.DisposeAsync();
            await session.Apply.DisposeAsync();
        }
    }

    private ProjectSession Begin() => new(workspace, timeProvider);
}
