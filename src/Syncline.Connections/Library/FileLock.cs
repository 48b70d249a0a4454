using System.Collections.Concurrent;
using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>
/// Mutual exclusion between threads and processes, by the operating system's lock on an open file: it ends with the process that holds it,
/// so there are no stale locks. The lock file itself stays, for removing it would let two processes lock two files of one name.
/// Not reentrant.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim gate;
    private readonly FileStream stream;

    private FileLock(SemaphoreSlim gate, FileStream stream)
    {
        this.gate = gate;
        this.stream = stream;
    }

    /// <summary>How long to wait for another holder: longer than a token refresh over a slow line.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">Lock file; its folder is there.</param>
    /// <param name="what">What is locked, for the message.</param>
    /// <param name="timeProvider">Clock for the waiting.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ConfigurationException">Another held it longer than <see cref="Patience"/>.</exception>
    public static async ValueTask<FileLock> AcquireAsync(
        string path, string what, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // Threads of this process queue here, so that only one of them polls the file.
            var queue = Gates.GetOrAdd(Path.GetFullPath(path), _ => new SemaphoreSlim(1, 1));
            await queue.WaitAsync(both.Token);
            try
            {
                return new FileLock(queue, await OpenAsync(path, timeProvider, both.Token));
            }
            catch
            {
                queue.Release();
                throw;
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConfigurationException(LibraryErrors.Locked(what, Patience), exception);
        }
    }

    /// <summary>Gives the lock up.</summary>
    public void Dispose()
    {
        stream.Dispose();
        gate.Release();
    }

    private static async ValueTask<FileStream> OpenAsync(string path, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(5); ; wait = TimeSpan.FromMilliseconds(Math.Min(wait.TotalMilliseconds * 2, 80)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, PrivateFolder.NewFile(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (Exception exception) when (FileFault.IsInUse(exception))
            {
                await Task.Delay(wait, timeProvider, cancellationToken);
            }
            catch (Exception exception) when (FileFault.OfWriting(path, exception) is { } error)
            {
                throw new ConfigurationException(error, exception);
            }
        }
    }
}
