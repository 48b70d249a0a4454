using Syncline.Core.Probing;
using Syncline.Studio.Connections;
using Syncline.Studio.Connections.SignIn;
using Syncline.Workspace;
using Syncline.Workspace.Connections;

namespace Syncline.Studio.Library;

/// <summary>What can be done to several connections at once.</summary>
/// <param name="workspace">The user's workspace.</param>
/// <param name="shelf">How connections stand.</param>
/// <param name="timeProvider">Clock.</param>
internal sealed class LibraryDeeds(SynclineWorkspace workspace, ConnectionShelf shelf, TimeProvider timeProvider)
{
    private const int TestsAtOnce = 4;

    /// <summary>Tries connections, step by step each, as <c>connection test</c> does.</summary>
    public LibraryWork Test(IEnumerable<string> names, Action changed)
    {
        var work = new LibraryWork(names, TestsAtOnce, changed);
        work.Start(workspace, async (item, cancellationToken) =>
        {
            var steps = new List<ProbeStep>();
            await foreach (var step in workspace.ProbeAsync(item.Name, cancellationToken))
            {
                steps.Add(step);
                item.Words = step.Found;
                changed();
            }

            shelf.Report(item.Name, steps);
            item.Error = steps.FirstOrDefault(step => step.State == ProbeState.Failed)?.Error;
            item.Words = shelf.Find(item.Name)?.Reason ?? item.Words;
        });
        return work;
    }

    /// <summary>Signs in to connections, one after the other: two sign-ins may wait for their answers at the same address.</summary>
    public LibraryWork SignIn(IEnumerable<string> names, Action changed)
    {
        var work = new LibraryWork(names, atOnce: 1, changed);
        work.Start(workspace, async (item, cancellationToken) =>
        {
            using var prompt = new BrowserSignIn(timeProvider, changed);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(prompt.Cancelled, cancellationToken);
            item.SignIn = prompt;
            try
            {
                var identity = await workspace.SignInAsync(item.Name, prompt, both.Token);
                shelf.Reopen(item.Name);
                await shelf.RefreshAsync(cancellationToken);
                shelf.Report(item.Name, identity);
                item.Words = identity.User is { } user ? $"Signed in as {user}, {identity.System}." : $"Signed in, {identity.System}.";
            }
            finally
            {
                item.SignIn = null;
            }
        });
        return work;
    }

    /// <summary>Changes an option of connections.</summary>
    public LibraryWork Edit(IEnumerable<string> names, ConnectionChange change, Action changed)
    {
        var work = new LibraryWork(names, atOnce: 1, changed);
        work.Start(workspace, async (item, cancellationToken) =>
        {
            var edited = await new ConnectionEditing(workspace).EditAsync(item.Name, change, cancellationToken);
            shelf.Reopen(item.Name);
            await shelf.RefreshAsync(cancellationToken);
            item.Words = edited.NeedsSignIn ? "Changed. Sign in before its next use." : "Changed.";
        });
        return work;
    }

    /// <summary>Removes connections, with their secrets and sign-ins.</summary>
    public LibraryWork Delete(IEnumerable<string> names, Action changed)
    {
        var work = new LibraryWork(names, atOnce: 1, changed);
        work.Start(workspace, async (item, cancellationToken) =>
        {
            await workspace.Library.RemoveAsync(item.Name, cancellationToken);
            await shelf.RefreshAsync(cancellationToken);
            item.Words = "Deleted, with its secrets and its sign-in.";
        });
        return work;
    }
}
