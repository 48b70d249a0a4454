using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.Core.Tables;
using Syncline.Studio.Connections.SignIn;
using Syncline.Studio.Connections.Window;
using Syncline.Workspace.Connecting;
using Syncline.Workspace.Defects;

namespace Syncline.Studio.Connections;

/// <summary>The steps from the form to a connection that works.</summary>
public sealed partial class ConnectionDraft
{
    private const int QuickRows = 5;
    private const int QuickColumns = 4;

    private bool isHandedOver;
    private UnsavedConnection? connection;

    /// <summary>The sign-in under way; null when there is none.</summary>
    internal BrowserSignIn? SignIn { get; private set; }

    /// <summary>What is being done, in a few words; null when nothing is.</summary>
    public string? Busy { get; private set; }

    /// <summary>Who signed in to what; null until it is known, and again after a change.</summary>
    public ConnectionIdentity? Identity { get; private set; }

    /// <summary>The tables; null until they are known.</summary>
    public IReadOnlyList<TableSummary>? Tables { get; private set; }

    /// <summary>The table looked at.</summary>
    public TableSummary? Table { get; private set; }

    /// <summary>Its columns and first rows; null while they are read.</summary>
    internal QuickPreviewRows? Preview { get; private set; }

    internal UnsavedConnection? Connection => connection;

    /// <summary>Whether it can be used as it stands.</summary>
    public bool IsConnected => Identity is not null;

    /// <summary>Whether the saved connection can be updated without signing in: nothing that leads elsewhere was changed.</summary>
    public bool CanUpdateAsItIs => saved is not null && (HasSavedSignIn || !NeedsPerson) && SameOptions();

    /// <summary>Fills in what the system itself tells.</summary>
    public async Task FindEndpointsAsync(CancellationToken cancellationToken) => await DoAsync("Asking the site", async () =>
    {
        var found = await workspace.DiscoverAsync(Settings, cancellationToken);
        foreach (var (option, value) in found.Options)
        {
            Set(option, value);
        }
    });

    /// <summary>
    /// Signs in, or tries the connection where nobody needs to sign in. Goes on when the page is left or loaded again; ends with
    /// <see cref="Identity"/> or <see cref="Error"/>.
    /// </summary>
    public Task AuthorizeAsync()
    {
        if (SignIn is not null || Busy is not null)
        {
            return Task.CompletedTask;
        }

        if (!CheckAll())
        {
            Raise();
            return Task.CompletedTask;
        }

        var signIn = new BrowserSignIn(timeProvider, Raise);
        SignIn = NeedsPerson ? signIn : null;
        return Task.Run(() => DoAsync(NeedsPerson ? "Signing in" : "Connecting", () => ConnectAsync(signIn)));
    }

    /// <summary>Shows another table's first rows.</summary>
    public async Task LookAtAsync(TableSummary table)
    {
        Table = table;
        Preview = null;
        Raise();
        QuickPreviewRows shown;
        try
        {
            await using var open = await connection!.OpenAsync(CancellationToken.None);
            shown = await QuickPreviewRows.ReadAsync(open, table.Name, QuickRows, QuickColumns, timeProvider, CancellationToken.None);
        }
        catch (SynclineException exception)
        {
            shown = new QuickPreviewRows { Error = exception.Error };
        }

        // Whoever arrows through the list is further on by now.
        if (Table == table)
        {
            Preview = shown;
            Raise();
        }
    }

    /// <summary>Uses the connection by a name until the Studio stops.</summary>
    public string Use()
    {
        var name = SuggestedName;
        for (var i = 2; workspace.Library.Contains(name) || (workspace.Unsaved.Find(name) is { } other && other != connection); i++)
        {
            name = $"{SuggestedName}-{i}";
        }

        workspace.Unsaved.Keep(name, connection!);
        isHandedOver = true;
        return name;
    }

    /// <summary>Saves it to the library with its sign-in; its name is taken or not allowed: <see cref="ConfigurationException"/>.</summary>
    public async Task<string> SaveAsync(string name, CancellationToken cancellationToken) =>
        (await (connection ?? workspace.Begin(Settings)).SaveAsync(name, replace: name == SavedName, cancellationToken)).Name;

    private async Task ConnectAsync(BrowserSignIn signIn)
    {
        var before = connection;
        var settings = Connector is ISettingsDiscovery discovery && discovery.NeedsDiscovery(Settings)
            ? await workspace.DiscoverAsync(Settings, signIn.Cancelled)
            : Settings;
        foreach (var (option, value) in settings.Options)
        {
            Set(option, value);
        }

        connection = saved is not null && SameOptions() ? workspace.BeginAgain(settings) : workspace.Begin(settings);
        if (!isHandedOver)
        {
            before?.Dispose();
        }

        isHandedOver = false;
        ConnectionIdentity identity;
        if (Connector is ISignInConnector)
        {
            identity = await connection.SignInAsync(signIn, signIn.Cancelled);
        }
        else
        {
            await using var open = await connection.OpenAsync(signIn.Cancelled);
            identity = await open.IdentifyAsync(signIn.Cancelled);
        }

        Identity = identity;
        SignIn = null;
        Busy = "Listing tables";
        Raise();
        await ListTablesAsync(signIn.Cancelled);
    }

    private async Task ListTablesAsync(CancellationToken cancellationToken)
    {
        await using var open = await connection!.OpenAsync(cancellationToken);
        var found = new List<TableSummary>();
        await foreach (var table in open.ListTablesAsync(TableFilter.All, cancellationToken))
        {
            found.Add(table);
        }

        Tables = [.. found.OrderBy(table => table.DisplayName ?? table.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private async Task DoAsync(string busy, Func<Task> work)
    {
        Busy = busy;
        Error = null;
        Notice = null;
        Raise();
        try
        {
            await work();
        }
        catch (SynclineException exception)
        {
            Fail(exception.Error);
        }
        catch (OperationCanceledException)
        {
            Notice = "Cancelled. Nothing was kept.";
        }
        catch (Exception exception)
        {
            // Nobody awaits this where a defect would be told: it is told here.
            Fail(DefectReport.Write(exception, workspace.Home, "ST1001"));
        }
        finally
        {
            SignIn = null;
            Busy = null;
            Raise();
        }
    }

    /// <summary>A word on how the last step ended, when it was no error.</summary>
    public string? Notice { get; private set; }

    private bool SameOptions() => saved!.Options.Where(option => option.Value.Length > 0).OrderBy(option => option.Key, StringComparer.Ordinal)
        .SequenceEqual(Settings.Options.OrderBy(option => option.Key, StringComparer.Ordinal));
}
