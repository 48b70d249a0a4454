using Syncline.Core.Errors;

namespace Syncline.Workspace;

/// <summary>The folder that holds a user's library, plans, runs and logs. Making the folders is left to who writes into them.</summary>
/// <param name="Root">Absolute path.</param>
public sealed record SynclineHome(string Root)
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string Variable = "SYNCLINE_HOME";

    /// <summary>Saved connections.</summary>
    public string Library => Path.Combine(Root, "library");

    /// <summary>Plans that were not given a path of their own.</summary>
    public string Plans => Path.Combine(Root, "plans");

    /// <summary>One folder per run.</summary>
    public string Runs => Path.Combine(Root, "runs");

    /// <summary>Copies of tables that incremental projects have read.</summary>
    public string Mirrors => Path.Combine(Root, "mirrors");

    /// <summary>Scratch space of compares; each removes its own.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <summary>Development certificates of sandboxes.</summary>
    public string Sandbox => Path.Combine(Root, "sandbox");

    /// <summary>What runs of this machine share.</summary>
    public string Budgets => Path.Combine(Root, "budgets");

    /// <summary>Reports of our own defects.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Makes sure that no file stands where the folder is to be. The folder need not be there.</summary>
    /// <exception cref="ConfigurationException">WS1104: a file does.</exception>
    public void RequireFolder()
    {
        if (File.Exists(Root))
        {
            throw new ConfigurationException(new ErrorDetail
            {
                Id = "WS1104",
                Phase = ErrorPhase.Configuration,
                Message = $"The home folder {Root} is a file.",
                Advice = $"Name a folder with {Variable}; it is made when it is missing.",
            });
        }
    }

    /// <summary>
    /// <c>SYNCLINE_HOME</c>, or the platform's per-user data folder: <c>%LOCALAPPDATA%\Syncline</c>, <c>~/Library/Application Support/Syncline</c>,
    /// <c>$XDG_DATA_HOME/syncline</c> (default <c>~/.local/share/syncline</c>).
    /// </summary>
    public static SynclineHome Find(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment(Variable) is { Length: > 0 } named)
        {
            return new(Path.GetFullPath(named));
        }

        if (OperatingSystem.IsWindows())
        {
            return new(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Syncline"));
        }

        var user = environment("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
        {
            return new(Path.Combine(user, "Library", "Application Support", "Syncline"));
        }

        // The XDG base directory specification: a relative path is to be ignored.
        var data = environment("XDG_DATA_HOME") is { } xdg && Path.IsPathFullyQualified(xdg) ? xdg : Path.Combine(user, ".local", "share");
        return new(Path.Combine(data, "syncline"));
    }
}
