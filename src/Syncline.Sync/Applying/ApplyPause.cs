namespace Syncline.Sync.Applying;

/// <summary>
/// Holds a run up, and lets it go on. While it is paused no request begins; those in flight come to their end, and the lock on the target table is
/// kept. Stopping a paused run stops it like any other. Safe for concurrent use.
/// </summary>
public sealed class ApplyPause
{
    private readonly Lock gate = new();
    private TaskCompletionSource? held;

    /// <summary>Whether the run is held up.</summary>
    public bool IsPaused
    {
        get
        {
            lock (gate)
            {
                return held is not null;
            }
        }
    }

    /// <summary>Holds the run up. Does nothing when it is held up already.</summary>
    public void Pause()
    {
        lock (gate)
        {
            held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets the run go on. Does nothing when it is not held up.</summary>
    public void GoOn()
    {
        TaskCompletionSource? freed;
        lock (gate)
        {
            (freed, held) = (held, null);
        }

        freed?.SetResult();
    }

    /// <summary>Waits until the run is not held up.</summary>
    /// <exception cref="OperationCanceledException">The run is stopped.</exception>
    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return held?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }
}
