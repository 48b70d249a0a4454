namespace Syncline.Sync.Locking;

/// <summary>
/// A lock on a target table, so that two runs never write to it at once, on one machine or on several that share a folder. Two things stand
/// behind it. The operating system's lock on a file ends with its process, so that on one machine a dead run holds nobody up. A file that names
/// the owner is renewed all the time, and counts no longer when it is older than <see cref="Lease"/>: it holds where the operating system's
/// locks of another machine can't be seen, as on some network drives. Ages are told by the drive's own clock, never by comparing the clocks of
/// two machines. See docs/decisions/0017-locks-with-owners.md. Safe for concurrent use.
/// </summary>
internal sealed class TargetLock : IDisposable
{
    /// <summary>How long an owner on another machine is believed without a sign of life.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How often the owner gives one.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    // Two machines may find the same dead owner at once; the later of them to write its name wins, and the other has to see that.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly FileLock held;
    private readonly string ownerPath;
    private readonly LockOwner self;
    private readonly Lock sync = new();
    private ITimer? heartbeat;
    private bool disposed;

    private TargetLock(FileLock held, string ownerPath, LockOwner self)
    {
        this.held = held;
        this.ownerPath = ownerPath;
        this.self = self;
    }

    /// <summary>Takes a lock.</summary>
    /// <param name="folder">Folder of the locks; made when it is not there.</param>
    /// <param name="name">Name of the lock, good as a file name.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <param name="cancellationToken">Stops it; the lock is then not taken.</param>
    /// <returns>The lock, or null and who has it.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be written.</exception>
    public static async ValueTask<(TargetLock? Lock, LockOwner? Other)> TryTakeAsync(string folder, string name, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var path = OwnerPath(folder, name);
        if (FileLock.TryTake(Path.Combine(folder, $"{name}.lock")) is not { } held)
        {
            return (null, LockOwner.Read(path) ?? LockOwner.Unknown);
        }

        var taken = false;
        try
        {
            var before = LockOwner.Read(path);
            if (before is { IsOnThisMachine: false } && IsFresh(path))
            {
                return (null, before);
            }

            var own = LockOwner.Self(timeProvider);
            if (!(before is null ? TryWriteFirst(path, own) : Replace(path, own)))
            {
                return (null, LockOwner.Read(path) ?? LockOwner.Unknown);
            }

            if (before is { IsOnThisMachine: false })
            {
                await Task.Delay(Settling, timeProvider, cancellationToken);
                if (LockOwner.Read(path) is var now && now?.Token != own.Token)
                {
                    return (null, now ?? LockOwner.Unknown);
                }
            }

            var taking = new TargetLock(held, path, own);
            taking.heartbeat = timeProvider.CreateTimer(_ => taking.Renew(), null, Renewal, Renewal);
            taken = true;
            return (taking, null);
        }
        finally
        {
            if (!taken)
            {
                held.Dispose();
            }
        }
    }

    /// <summary>The live owner of a lock on another machine; null when there is none.</summary>
    public static LockOwner? OwnerElsewhere(string folder, string name)
    {
        var path = OwnerPath(folder, name);
        return LockOwner.Read(path) is { IsOnThisMachine: false } owner && IsFresh(path) ? owner : null;
    }

    /// <summary>Who has the lock in place of this one; null while it is held. To be asked before each write: a process that slept may have lost it.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    public LockOwner? LostTo()
    {
        lock (sync)
        {
            var now = LockOwner.Read(ownerPath);
            return now?.Token == self.Token ? null : now ?? LockOwner.Unknown;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (sync)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            heartbeat?.Dispose();
            try
            {
                if (LockOwner.Read(ownerPath)?.Token == self.Token)
                {
                    File.Delete(ownerPath);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The drive is away. The name stays and expires; the next run on this machine takes the lock at once.
            }

            held.Dispose();
        }
    }

    private static string OwnerPath(string folder, string name) => Path.Combine(folder, $"{name}.owner");

    private static bool TryWriteFirst(string path, LockOwner self)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            stream.Write(self.ToFile());
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static bool Replace(string path, LockOwner self)
    {
        var temporary = $"{path}.{self.Token:n}";
        try
        {
            File.WriteAllBytes(temporary, self.ToFile());
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // A file written now has the time of the drive's clock.
    private static bool IsFresh(string path)
    {
        var probe = $"{path}.{Guid.NewGuid():n}";
        try
        {
            File.WriteAllBytes(probe, [0]);
            return File.GetLastWriteTimeUtc(probe) - File.GetLastWriteTimeUtc(path) < Lease;
        }
        finally
        {
            File.Delete(probe);
        }
    }

    private void Renew()
    {
        lock (sync)
        {
            try
            {
                if (!disposed && LostTo() is null)
                {
                    // Written over, not made anew: a reader never finds it empty.
                    using var stream = new FileStream(ownerPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                    stream.Write(self.ToFile());
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The drive is away for now. The next renewal tries again, and before each write the run asks whether the lock is still its own.
            }
        }
    }
}
