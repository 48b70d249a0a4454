using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syncline.Connections.Library;

namespace Syncline.Connections.Governing;

/// <summary>
/// One budget of requests for all runs on this machine that write to one system as one user, also in other processes. Each run holds a file
/// locked in a folder of the budget; the operating system frees the lock when the process ends, however it ends, so a run that died takes no
/// share. Who asks sees how many files are locked, and takes its even part. A wait that a server asks one run for holds for all.
/// Safe for concurrent use.
/// </summary>
public sealed class MachineBudget : IDisposable
{
    private const string Extension = ".run";

    /// <summary>How long a count of the runs is trusted.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly string folder;
    private readonly string name;
    private readonly FileStream presence;
    private readonly TimeProvider timeProvider;
    private readonly Lock sync = new();
    private (int Runs, int Position) counted = (1, 0);
    private DateTimeOffset? paused;
    private long? lookedAt;

    private MachineBudget(string folder, string name, FileStream presence, TimeProvider timeProvider)
    {
        this.folder = folder;
        this.name = name;
        this.presence = presence;
        this.timeProvider = timeProvider;
    }

    /// <summary>Takes part in a budget until disposed.</summary>
    /// <param name="root">Folder of all budgets; made when it is not there.</param>
    /// <param name="system">Id of the system.</param>
    /// <param name="user">Id of the user within it.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <exception cref="Core.Errors.ConfigurationException">The folder can't be written.</exception>
    public static MachineBudget Join(string root, string system, string user, TimeProvider timeProvider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentException.ThrowIfNullOrWhiteSpace(system);
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        ArgumentNullException.ThrowIfNull(timeProvider);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{system}\n{user}")))[..32];
        var own = Path.Combine(root, key);
        PrivateFolder.Ensure(own);
        while (true)
        {
            var file = Guid.NewGuid().ToString("N") + Extension;
            if (TryLock(Path.Combine(own, file), FileMode.CreateNew, FileOptions.DeleteOnClose) is { } presence)
            {
                return new MachineBudget(own, file, presence, timeProvider);
            }
        }
    }

    /// <summary>This run's even part of a number of requests, at least 1.</summary>
    public int ShareOf(int total)
    {
        lock (sync)
        {
            Look();
            return Math.Max(1, (total / counted.Runs) + (counted.Position < total % counted.Runs ? 1 : 0));
        }
    }

    /// <summary>Until when a server asked any of the runs to wait; null when it did not.</summary>
    public DateTimeOffset? PausedUntil
    {
        get
        {
            lock (sync)
            {
                Look();
                return paused;
            }
        }
    }

    /// <summary>Tells all runs of a wait that the server asked for. An earlier end than one told before changes nothing.</summary>
    public void Pause(DateTimeOffset until)
    {
        lock (sync)
        {
            // The file's name is its content: nothing can be read half written.
            paused = paused > until ? paused : until;
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{until.UtcTicks:D20}.wait"));
            using (TryLock(path, FileMode.OpenOrCreate, FileOptions.None))
            {
                // Where somebody else holds it, it is there already.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        presence.Dispose();
    }

    private void Look()
    {
        if (lookedAt is { } at && timeProvider.GetElapsedTime(at) < Fresh)
        {
            return;
        }

        lookedAt = timeProvider.GetTimestamp();
        var runs = new List<string> { name };
        paused = null;
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            var found = Path.GetFileName(path);
            if (found.EndsWith(".wait", StringComparison.Ordinal))
            {
                LookAtWait(path);
            }
            else if (found != name && found.EndsWith(Extension, StringComparison.Ordinal) && IsAlive(path))
            {
                runs.Add(found);
            }
        }

        runs.Sort(StringComparer.Ordinal);
        counted = (runs.Count, runs.IndexOf(name));
    }

    private void LookAtWait(string path)
    {
        if (!long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks)
        {
            return;
        }

        var until = new DateTimeOffset(ticks, TimeSpan.Zero);
        if (until <= timeProvider.GetUtcNow())
        {
            File.Delete(path);
        }
        else if (!(paused > until))
        {
            paused = until;
        }
    }

    /// <summary>A file that can be locked belongs to a run that is over; closing it again removes it, before the lock is given back.</summary>
    private static bool IsAlive(string path)
    {
        using var left = TryLock(path, FileMode.Open, FileOptions.DeleteOnClose);
        return left is null && File.Exists(path);
    }

    private static FileStream? TryLock(string path, FileMode mode, FileOptions then)
    {
        var options = PrivateFolder.NewFile(mode, FileShare.None);
        options.Options = then;
        try
        {
            return new FileStream(path, options);
        }
        catch (Exception exception) when (exception is FileNotFoundException || FileFault.IsInUse(exception))
        {
            return null;
        }
    }
}
