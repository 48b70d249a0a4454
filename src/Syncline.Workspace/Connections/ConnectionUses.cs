using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Workspace.Connections;

/// <summary>
/// Project files that name a connection, so that nobody renames or removes it unaware. Known are those that were in use lately, those that the latest plans were
/// made from, and those of a folder; there may be others elsewhere. Reads only.
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
        var candidates = new SortedSet<string>(StringComparer.Ordinal);
        candidates.UnionWith(folder is null ? [] : Files(folder, "*" + ProjectReader.Extension));
        candidates.UnionWith(workspace.RecentProjects.Files().Select(project => project.Path));
        foreach (var plan in LatestPlans())
        {
            if (await ProjectOfAsync(plan, cancellationToken) is { } project)
            {
                candidates.Add(project);
            }
        }

        var users = new List<string>();
        foreach (var path in candidates)
        {
            if (await NamesAsync(path, connection, cancellationToken))
            {
                users.Add(path);
            }
        }

        return users;
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

    private static async ValueTask<bool> NamesAsync(string path, string connection, CancellationToken cancellationToken)
    {
        try
        {
            // Any text will do for parameters: connections are named in full.
            var project = await ProjectReader.ReadFileAsync(path, name => name, cancellationToken);
            return Is(project.Source) || Is(project.Target);
        }
        catch (ConfigurationException)
        {
            // Not there any more, or not a project that could be run.
            return false;
        }

        bool Is(TableReference side) => string.Equals(side.Connection, connection, StringComparison.OrdinalIgnoreCase);
    }
}
