using System.Collections.Concurrent;
using Syncline.Connections.Library;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;
using Syncline.Core.SignIn;
using Syncline.Core.Tables;
using Syncline.Workspace;
using Syncline.Workspace.Values;

namespace Syncline.Studio.Connections;

/// <summary>
/// Every connection of the user with how it stands, shared by all open pages: each is opened once and kept open, its tables are listed once. Safe
/// for concurrent use.
/// </summary>
internal sealed class ConnectionShelf(SynclineWorkspace workspace, TimeProvider timeProvider) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, OpenedTables> opened = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ShelfConnection> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentBag<OpenedTables> outdated = [];
    private readonly ConcurrentDictionary<string, ITimer> watches = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource ending = new();

    // One at a time: a list that was read earlier must not take away what a later one brought.
    private readonly SemaphoreSlim refreshing = new(1, 1);
    private volatile IReadOnlyList<ShelfConnection> connections = [];

    /// <summary>Raised on any thread when <see cref="Connections"/> are others.</summary>
    public event EventHandler? Changed;

    /// <summary>The connections, by group and name.</summary>
    public IReadOnlyList<ShelfConnection> Connections => connections;

    /// <summary>Whether the library was read at least once.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Finds a connection; null when there is none of that name.</summary>
    public ShelfConnection? Find(string name) => known.GetValueOrDefault(name);

    /// <summary>Reads the library again; what is known of connections that are still there stays.</summary>
    /// <exception cref="SynclineException">The library can't be read.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await refreshing.WaitAsync(cancellationToken);
        try
        {
            Take(await workspace.Library.ListAsync(cancellationToken));
        }
        finally
        {
            refreshing.Release();
        }

        IsRead = true;
        Publish();
    }

    /// <summary>Opens a connection, or gives the one that is open. It stays the shelf's: do not dispose it.</summary>
    /// <exception cref="SynclineException">It can't be opened.</exception>
    public Task<IConnection> OpenAsync(string name, CancellationToken cancellationToken) => Opened(name).ConnectionAsync().WaitAsync(cancellationToken);

    /// <summary>The connection's tables, listed once until <see cref="Reopen"/>.</summary>
    /// <exception cref="SynclineException">They can't be listed.</exception>
    public async Task<IReadOnlyList<TableSummary>> TablesAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var tables = await Opened(name).TablesAsync().WaitAsync(cancellationToken);
            Report(name, ConnectionState.Ready, tables.Count == 1 ? "Works: 1 table." : $"Works: {tables.Count} tables.", error: null);
            return tables;
        }
        catch (SynclineException exception)
        {
            Report(name, exception.Error);
            throw;
        }
    }

    /// <summary>A table's columns, asked for once until <see cref="Reopen"/>.</summary>
    /// <exception cref="SynclineException">The table can't be described.</exception>
    public Task<TableSchema> DescribeAsync(string name, string table, CancellationToken cancellationToken) =>
        Opened(name).DescribeAsync(table).WaitAsync(cancellationToken);

    /// <summary>Asks who is connected to what, so that the connection's dot is true. Connections that nobody signed in to are left alone.</summary>
    public async Task CheckAsync(string name, CancellationToken cancellationToken)
    {
        if (Find(name) is not { Connector: not null } connection || connection.Error is { Recovery: Recovery.SignInAgain })
        {
            return;
        }

        Report(name, ConnectionState.Checking, "Being tried.", error: null);
        using var patience = new CancellationTokenSource(Patience, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken, ending.Token);
        try
        {
            var open = await OpenAsync(name, both.Token);
            Report(name, await open.IdentifyAsync(both.Token));
        }
        catch (SynclineException exception)
        {
            Report(name, exception.Error);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            Report(name, ConnectionState.Failing, $"No answer within {Patience.TotalSeconds:0} seconds.", error: null);
        }
        catch (OperationCanceledException)
        {
            Report(name, ConnectionState.Unknown, "Not tried yet.", error: null);
        }
    }

    /// <summary>Takes note of who is connected to what.</summary>
    public void Report(string name, ConnectionIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var reason = identity.User is { } user ? $"Works: {identity.System}, as {user}." : $"Works: {identity.System}.";
        reason += identity.SignIn is { } span ? $" Signed in {SignInText.Of(span, timeProvider)}." : null;
        Set(name, before => before with { State = ConnectionState.Ready, Reason = reason, Error = null, Identity = identity });
    }

    /// <summary>Takes note of how a test went.</summary>
    public void Report(string name, IReadOnlyList<ProbeStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.FirstOrDefault(step => step.State == ProbeState.Failed)?.Error is { } error)
        {
            Report(name, error);
        }
        else if (steps.FirstOrDefault(step => step.State == ProbeState.Warning) is { } warning)
        {
            Report(name, ConnectionState.Attention, warning.Found, warning.Error);
        }
        else if (steps.Select(step => step.Identity).OfType<ConnectionIdentity>().FirstOrDefault() is { } identity)
        {
            Report(name, identity);
        }
        else if (steps.Count > 0)
        {
            Report(name, ConnectionState.Ready, "Works.", error: null);
        }
    }

    /// <summary>Takes note of what is wrong.</summary>
    public void Report(string name, ErrorDetail error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Report(name, ConnectionState.Failing, error.Message, error);
    }

    /// <summary>Forgets what is open and known of a connection: it was changed, or shall be looked at afresh.</summary>
    public void Reopen(string name)
    {
        Close(name);
        known.TryRemove(name, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        foreach (var watch in watches.Values)
        {
            await watch.DisposeAsync();
        }

        foreach (var one in outdated.Concat(opened.Values))
        {
            await one.DisposeAsync();
        }

        ending.Dispose();
    }

    private void Take(IReadOnlyList<ConnectionEntry> entries)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            names.Add(entry.Name);
            known.AddOrUpdate(entry.Name, _ => Of(entry), (_, before) => before.Name == entry.Name && before.IsSaved && entry.Error is null ? before : Of(entry));
        }

        foreach (var name in workspace.Unsaved.Names.Where(names.Add))
        {
            known.TryAdd(name, new ShelfConnection
            {
                Name = name,
                Connector = workspace.FindConnector(workspace.Unsaved.Find(name)!.Settings.Connector),
                Reason = "Used until the Studio is closed; not saved.",
            });
        }

        foreach (var gone in known.Keys.Where(name => !names.Contains(name)))
        {
            known.TryRemove(gone, out _);
            Close(gone);
        }
    }

    // A page may still be reading through it: it is closed when the Studio stops.
    private void Close(string name)
    {
        if (opened.TryRemove(name, out var open))
        {
            outdated.Add(open);
        }
    }

    private OpenedTables Opened(string name) => opened.GetOrAdd(name, key => new OpenedTables(token => workspace.OpenAsync(key, token), ending.Token));

    private void Report(string name, ConnectionState state, string reason, ErrorDetail? error) =>
        Set(name, before => before with { State = state, Reason = reason, Error = error });

    private void Set(string name, Func<ShelfConnection, ShelfConnection> change)
    {
        if (known.TryGetValue(name, out var before) && Dated(change(before)) is var after && after != before && known.TryUpdate(name, after, before))
        {
            Publish();
            Watch(after);
        }
    }

    /// <summary>What works is not told as such when its sign-in ends soon, or has ended.</summary>
    private ShelfConnection Dated(ShelfConnection connection)
    {
        var now = timeProvider.GetUtcNow();
        if (connection is not { State: ConnectionState.Ready or ConnectionState.Attention, Error: null, Identity.SignIn: { } span } || !span.EndsSoon(now))
        {
            return connection;
        }

        var end = SignInText.Time(span.ValidUntil, timeProvider);
        return span.HasEnded(now)
            ? connection with { State = ConnectionState.Failing, Reason = $"The sign-in ended at {end}, and can't be renewed by itself: choose Sign in again." }
            : connection with { State = ConnectionState.Attention, Reason = $"The sign-in ends at {end}, and can't be renewed by itself: choose Sign in again." };
    }

    /// <summary>Looks at a sign-in that is not renewed when it comes near its end, and at its end.</summary>
    private void Watch(ShelfConnection connection)
    {
        var now = timeProvider.GetUtcNow();
        if (connection.Identity?.SignIn is not { IsRenewed: false } span || span.HasEnded(now))
        {
            return;
        }

        var wait = span.EndsSoon(now) ? span.ValidUntil - now : span.ValidUntil - SignInSpan.Soon - now + TimeSpan.FromSeconds(1);
        var timer = timeProvider.CreateTimer(_ => Set(connection.Name, Dated), state: null, wait, Timeout.InfiniteTimeSpan);
        watches.AddOrUpdate(connection.Name, timer, (_, before) =>
        {
            before.Dispose();
            return timer;
        });
    }

    private void Publish()
    {
        connections = [.. known.Values
            .OrderBy(connection => Rank(connection.Connector))
            .ThenBy(connection => connection.Name, StringComparer.OrdinalIgnoreCase)];
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private static int Rank(IConnector? connector)
    {
        var groups = ConnectorList.All.Select(known => known.Descriptor.Group).Distinct(StringComparer.Ordinal).ToList();
        return connector is null ? groups.Count : groups.IndexOf(connector.Descriptor.Group);
    }

    private static ShelfConnection Of(ConnectionEntry entry)
    {
        if (entry.Error is not null || entry.Connector is null)
        {
            return new ShelfConnection
            {
                Name = entry.Name,
                IsSaved = true,
                State = ConnectionState.Failing,
                Reason = entry.Error?.Message ?? "Its file can't be read.",
                Error = entry.Error,
            };
        }

        var connector = ConnectorList.All.FirstOrDefault(one => one.Descriptor.Name == entry.Connector);
        var settings = new ConnectionSettings { Name = entry.Name, Connector = entry.Connector, Options = entry.Options };
        var needsPerson = !entry.HasSavedSignIn && connector is ISignInConnector signIn && signIn.NeedsPerson(settings);
        return new ShelfConnection
        {
            Name = entry.Name,
            Connector = connector,
            IsSaved = true,
            State = needsPerson ? ConnectionState.Attention : ConnectionState.Unknown,
            Reason = needsPerson ? "Nobody has signed in yet: choose Sign in again." : "Not tried yet.",
        };
    }
}
