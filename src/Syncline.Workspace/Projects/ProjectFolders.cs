using Syncline.Core.Errors;
using Syncline.Sync.Projects;

namespace Syncline.Workspace.Projects;

/// <summary>
/// The folders in which a user keeps project files: the usual one in the home folder, and those that the user chose. Files elsewhere are not touched. Safe
/// for concurrent use.
/// </summary>
/// <param name="home">The user's folders.</param>
public sealed class ProjectFolders(SynclineHome home)
{
    private readonly Lock gate = new();

    /// <summary>The folder that is there for everybody; made when the first project is saved.</summary>
    public string Usual => Path.Combine(home.Root, "projects");

    /// <summary>All of them, the usual one first.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate)
            {
                return [Usual, .. Chosen()];
            }
        }
    }

    private string List => Path.Combine(home.Root, "project-folders.txt");

    /// <summary>Adds a folder, which must be there.</summary>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="ConfigurationException">WS1401: there is no such folder.</exception>
    public string Choose(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Trim()));
        if (!Directory.Exists(path) && path != Usual)
        {
            throw Error("WS1401", $"There is no folder {path}.", "Make it first, or give another one.");
        }

        lock (gate)
        {
            if (path != Usual && !Chosen().Contains(path, StringComparer.Ordinal))
            {
                Directory.CreateDirectory(home.Root);
                File.AppendAllLines(List, [path]);
            }
        }

        return path;
    }

    /// <summary>Takes a chosen folder off the list. The folder and what is in it stay as they are.</summary>
    public void Forget(string folder)
    {
        lock (gate)
        {
            if (Chosen() is { Count: > 0 } chosen && chosen.Remove(folder))
            {
                File.WriteAllLines(List, chosen);
            }
        }
    }

    /// <summary>The path of a project in one of the folders.</summary>
    /// <param name="name">File name without <c>.syncline.yaml</c>.</param>
    /// <param name="folder">The folder; null for the usual one.</param>
    /// <exception cref="ConfigurationException">WS1402: the folder was not chosen; WS1403: the name is none for a file.</exception>
    public string PathOf(string name, string? folder)
    {
        if (Problem(name) is { } problem)
        {
            throw Error("WS1403", $"A project's name {problem}.", "Choose letters, digits, - _ and . only.");
        }

        var place = folder ?? Usual;
        return All.Contains(place, StringComparer.Ordinal)
            ? Path.Combine(place, name + ProjectReader.Extension)
            : throw Error("WS1402", $"The folder {place} was not chosen for projects on this computer.", "Open it on the Projects page once, then try again.");
    }

    /// <summary>What is wrong with a name, to follow "The name"; null when nothing is.</summary>
    public static string? Problem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "" => "is empty",
            { Length: > 80 } => "is longer than 80 characters",
            _ when name.StartsWith('.') || name.EndsWith('.') => "begins or ends with a dot",
            _ when name.Any(letter => !char.IsLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or ' ')) => "has characters other than letters, digits, space, - _ and .",
            "new" or "use" => "is kept for the Studio itself",
            _ => null,
        };
    }

    /// <summary>Every project file in the folders, newest first.</summary>
    public IReadOnlyList<ProjectFile> Files() =>
    [
        .. All.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + ProjectReader.Extension).Select(path => new ProjectFile(
                Path.GetFileName(path)[..^ProjectReader.Extension.Length], folder == Usual ? null : folder, path, new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero))))
            .OrderByDescending(file => file.Changed),
    ];

    private List<string> Chosen() => File.Exists(List) ? [.. File.ReadAllLines(List).Where(line => line.Length > 0)] : [];

    private static ConfigurationException Error(string id, string message, string advice) =>
        new(new() { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice });
}
