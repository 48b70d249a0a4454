using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Workspace;

namespace Syncline.Studio.Connections.Window;

/// <summary>Connections that are being entered or changed, kept on the server until they are saved or closed. Safe for concurrent use.</summary>
internal sealed class ConnectionDrafts(SynclineWorkspace workspace, TimeProvider timeProvider) : IDisposable
{
    private const int Most = 32;

    private readonly ConcurrentDictionary<string, ConnectionDraft> drafts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    /// <summary>Finds a draft.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out ConnectionDraft? draft) => drafts.TryGetValue(id, out draft);

    /// <summary>Begins a new connection of a kind, with some values filled in.</summary>
    public ConnectionDraft Begin(string connector, IReadOnlyDictionary<string, string>? values = null)
    {
        var draft = new ConnectionDraft(workspace, timeProvider, workspace.FindConnector(connector));
        foreach (var (option, value) in values ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            draft.Set(option, value);
        }

        return Keep(draft);
    }

    /// <summary>Begins to change a saved connection. Its secrets stay on the server.</summary>
    /// <exception cref="ConfigurationException">There is none of that name, or it can't be read.</exception>
    public async Task<ConnectionDraft> BeginAsync(string saved, CancellationToken cancellationToken)
    {
        var settings = await workspace.Library.FindAsync(saved, cancellationToken);
        var entry = (await workspace.Library.ListAsync(cancellationToken)).FirstOrDefault(one => one.Name == settings.Name);
        return Keep(new ConnectionDraft(workspace, timeProvider, workspace.FindConnector(settings.Connector), settings, entry?.HasSavedSignIn ?? false));
    }

    /// <summary>Forgets a draft with its secrets and tokens, but for a connection that went on to be used.</summary>
    public void Close(ConnectionDraft draft)
    {
        if (drafts.TryRemove(draft.Id, out _))
        {
            draft.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var draft in drafts.Values)
        {
            draft.Dispose();
        }
    }

    private ConnectionDraft Keep(ConnectionDraft draft)
    {
        drafts[draft.Id] = draft;
        order.Enqueue(draft.Id);

        // A tab that was closed never says so: the oldest drafts go.
        while (drafts.Count > Most && order.TryDequeue(out var oldest) && drafts.TryRemove(oldest, out var old))
        {
            old.Dispose();
        }

        return draft;
    }
}
