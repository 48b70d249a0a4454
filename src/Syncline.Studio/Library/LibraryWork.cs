using System.Collections.Concurrent;
using Syncline.Core.Errors;
using Syncline.Workspace;
using Syncline.Workspace.Defects;

namespace Syncline.Studio.Library;

/// <summary>Does one thing to several connections, a few at a time: each has a result of its own, and one that fails keeps no other from its turn.</summary>
/// <param name="names">The connections.</param>
/// <param name="atOnce">How many at a time.</param>
/// <param name="changed">Told on any thread when anything is another.</param>
internal sealed class LibraryWork(IEnumerable<string> names, int atOnce, Action changed) : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>The connections, in order.</summary>
    public IReadOnlyList<LibraryItem> Items { get; } = [.. names.Select(name => new LibraryItem(name))];

    /// <summary>Whether it goes on.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Begins. To be called once.</summary>
    /// <param name="workspace">Where reports of defects go.</param>
    /// <param name="work">Does it to one connection.</param>
    public void Start(SynclineWorkspace workspace, Func<LibraryItem, CancellationToken, Task> work)
    {
        IsRunning = true;
        running = Task.Run(() => RunAsync(workspace, work), CancellationToken.None);
    }

    /// <summary>Stops; what is done stays done.</summary>
    public void Stop() => stopping.Cancel();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task RunAsync(SynclineWorkspace workspace, Func<LibraryItem, CancellationToken, Task> work)
    {
        var next = new ConcurrentQueue<LibraryItem>(Items);
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (next.TryDequeue(out var item))
            {
                await DoAsync(workspace, item, work);
            }
        }));
        IsRunning = false;
        changed();
    }

    private async Task DoAsync(SynclineWorkspace workspace, LibraryItem item, Func<LibraryItem, CancellationToken, Task> work)
    {
        item.State = stopping.IsCancellationRequested ? LibraryItemState.Stopped : LibraryItemState.Going;
        changed();
        if (item.State == LibraryItemState.Stopped)
        {
            return;
        }

        try
        {
            await work(item, stopping.Token);
            item.State = item.Error is null ? LibraryItemState.Done : LibraryItemState.Failed;
        }
        catch (SynclineException exception)
        {
            (item.Error, item.State) = (exception.Error, LibraryItemState.Failed);
        }
        catch (OperationCanceledException)
        {
            item.State = LibraryItemState.Stopped;
        }
        catch (Exception exception)
        {
            (item.Error, item.State) = (DefectReport.Write(exception, workspace.Home, "ST1007"), LibraryItemState.Failed);
        }

        changed();
    }
}
