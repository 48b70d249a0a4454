using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Workspace.Projects;

namespace Syncline.Workspace.Connections;

/// <summary>
/// Project files that name a connection, so that nobody renames or removes it unaware. Known are those in the folders chosen for projects, those that were in use lately, those
/// that the latest plans were made from, and those of a folder; there may be others elsewhere. Reads only.
/// </summary>
/// <param name="workspace">The user's workspace.</param>
public sealed class ConnectionUses(SynclineWorkspace workspace)
{
    // Opening a plan takes some ten milliseconds.
    private const int MostPlans = 40;

    /// <summary>Paths of the project files, absolute, ordinal order.</summary>
    /// <param name="connection">Name of the connection; compared without regard to case.</param>
    /// <param name="folder">A folder to look in, too; null for none.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    public async ValueTask<IReadOnlyList<string>> FindAsync(string connection, string? folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var users = new List<string>();
        foreach (var path in await CandidatesAsync(folder, cancellationToken))
        {
            if ((await ConnectionsOfAsync(path, cancellationToken)).Contains(connection))
            {
                users.Add(path);
            }
        }

        return users;
    }

    /// <summary>Every connection that a known project names, with the paths of those projects. Reads each file once.</summary>
    /// <param name="cancellationToken">Stops the looking.</param>
    /// <returns>Paths by name of the connection, without regard to case.</returns>
    public async ValueTask<ILookup<string, string>> FindAllAsync(CancellationToken cancellationToken)
    {
        var found = new List<(string Connection, string Path)>();
        foreach (var path in await CandidatesAsync(folder: null, cancellationToken))
        {
            found.AddRange((await ConnectionsOfAsync(path, cancellationToken)).Select(connection => (connection, path)));
        }

        return found.ToLookup(one => one.Connection, one => one.Path, StringComparer.OrdinalIgnoreCase);
    }

    private async ValueTask<SortedSet<string>> CandidatesAsync(string? folder, CancellationToken cancellationToken)
    {
        var candidates = new SortedSet<string>(StringComparer.Ordinal);
        candidates.UnionWith(folder is null ? [] : Files(folder, "*" + ProjectReader.Extension));
        candidates.UnionWith(new ProjectFolders(workspace.Home).Files().Select(project => project.Path));
        candidates.UnionWith(workspace.RecentProjects.Files().Select(project => project.Path));
        foreach (var plan in LatestPlans())
        {
            if (await ProjectOfAsync(plan, cancellationToken) is { } project)
            {
                candidates.Add(project);
            }
        }

        return candidates;
    }

    private IEnumerable<string> LatestPlans() => Files(workspace.Home.Plans, "*.plan")
        .Concat(Directory.Exists(workspace.Home.Runs) ? Directory.EnumerateDirectories(workspace.Home.Runs).SelectMany(run => Files(run, "*.plan")) : [])
        .OrderByDescending(File.GetLastWriteTimeUtc)
        .Take(MostPlans);

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Select(Path.GetFullPath) : [];

    private static async ValueTask<string?> ProjectOfAsync(string plan, CancellationToken cancellationToken)
    {
        try
        {
            await using var opened = await PlanFile.OpenAsync(plan, cancellationToken);
            return opened.Header.Project.Path is { } path ? Path.GetFullPath(path) : null;
        }
        catch (SynclineException)
        {
            // A plan that can't be read tells nothing about its project.
            return null;
        }
    }

    private static async ValueTask<HashSet<string>> ConnectionsOfAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // Any text will do for parameters: connections are named in full.
            var set = await ProjectReader.ReadSetFileAsync(path, name => name, cancellationToken);
            return set.Projects.SelectMany(project => new[] { project.Source.Connection, project.Target.Connection }).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (ConfigurationException)
        {
            // Not there any more, or not a project that could be run.
            return [];
        }
    }
}
