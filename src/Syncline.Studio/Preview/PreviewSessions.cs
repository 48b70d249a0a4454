using Syncline.Workspace;
using Syncline.Workspace.Previews;

namespace Syncline.Studio.Preview;

/// <summary>The tables that are looked at, or were of late, by address. Shared by all pages; safe for concurrent use.</summary>
internal sealed class PreviewSessions(SynclineWorkspace workspace, TimeProvider timeProvider) : IAsyncDisposable
{
    // Each keeps rows on the disk: what was left long ago is read again rather than kept.
    private const int MostKept = 6;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly LinkedList<PreviewSession> kept = [];

    /// <summary>The session of a table; begun when there is none.</summary>
    public async Task<PreviewSession> OpenAsync(string connection, string table, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (Find(connection, table) is { } known)
            {
                kept.Remove(known);
                kept.AddLast(known);
                return known;
            }

            var session = new PreviewSession(new TablePreview(workspace, connection, table, timeProvider));
            await session.RefreshAsync();
            kept.AddLast(session);
            while (kept.Count > MostKept)
            {
                var oldest = kept.First!.Value;
                kept.RemoveFirst();
                await oldest.DisposeAsync();
            }

            return session;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The session of a table; null when it is not looked at.</summary>
    public PreviewSession? Find(string connection, string table) => kept.FirstOrDefault(session =>
        string.Equals(session.Preview.Connection, connection, StringComparison.OrdinalIgnoreCase) && string.Equals(session.Preview.Table, table, StringComparison.OrdinalIgnoreCase));

    public async ValueTask DisposeAsync()
    {
        foreach (var session in kept)
        {
            await session.DisposeAsync();
        }

        gate.Dispose();
    }
}
