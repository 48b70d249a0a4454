using System.Globalization;

namespace Syncline.Workspace.Projects;

/// <summary>
/// The project files that were opened, saved, planned or applied last, by the command line or the Studio. A convenience: a note that can't be
/// written, or is lost to another process that wrote at the same moment, stops nobody's work. Safe for concurrent use.
/// </summary>
/// <param name="home">The user's folders.</param>
/// <param name="timeProvider">Clock.</param>
public sealed class RecentProjects(SynclineHome home, TimeProvider timeProvider)
{
    private const int Most = 20;

    private static readonly Lock Gate = new();

    private string List => Path.Combine(home.Root, "recent-projects.txt");

    /// <summary>The files, latest first; those that are gone are left out.</summary>
    public IReadOnlyList<RecentProject> Files() => [.. Read().Where(one => File.Exists(one.Path))];

    /// <summary>Takes note that a file was used.</summary>
    public void Note(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var full = Path.GetFullPath(path);
        lock (Gate)
        {
            var lines = Read().Where(one => one.Path != full).Prepend(new RecentProject(full, timeProvider.GetUtcNow())).Take(Most)
                .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Used:O}\t{one.Path}"));
            var temporary = $"{List}.{Path.GetRandomFileName()}.tmp";
            try
            {
                Directory.CreateDirectory(home.Root);
                File.WriteAllLines(temporary, lines);
                File.Move(temporary, List, overwrite: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The work at hand says for itself when the disk is full or the folder is read-only; a list of what was used is no reason to stop it.
                RemoveQuietly(temporary);
            }
        }
    }

    private static void RemoveQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As above: nobody is harmed by a small file that stays.
            return;
        }
    }

    private IEnumerable<RecentProject> Read()
    {
        string[] lines;
        try
        {
            lines = File.Exists(List) ? File.ReadAllLines(List) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return lines.Select(line => line.Split('\t', 2))
            .Where(parts => parts.Length == 2)
            .Select(parts => DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var used) ? new RecentProject(parts[1], used) : null)
            .OfType<RecentProject>();
    }
}
