using Microsoft.AspNetCore.Components;
using Syncline.Connections.Opening;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Studio.Connections;
using Syncline.Studio.Grid;
using Syncline.Studio.Projects;
using Syncline.Sync.Projects;
using Syncline.Workspace;
using Syncline.Workspace.Connections;

namespace Syncline.Studio.Library;

/// <summary>Every connection in one list: how each stands, where it is used, and what can be done to many at once.</summary>
public sealed partial class LibraryPage : ComponentBase, IDisposable
{
    private readonly HashSet<string> ticked = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource leaving = new();
    private IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> options = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
    private ILookup<string, string>? uses;
    private IReadOnlyList<LibraryRow> rows = [];
    private LibraryRow? used;
    private LibraryWindow window;
    private LibraryWork? work;
    private string workTitle = string.Empty;
    private string search = string.Empty;
    private int version;
    private bool isRead;
    private ErrorDetail? error;

    [Inject]
    private SynclineWorkspace Workspace { get; set; } = null!;

    [Inject]
    private ConnectionShelf Shelf { get; set; } = null!;

    [Inject]
    private LibraryDeeds Deeds { get; set; } = null!;

    [Inject]
    private ProjectSessions Sessions { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private List<LibraryRow> Shown => [.. rows.Where(row => search.Trim() is not { Length: > 0 } text || Holds(row, text))];

    private List<LibraryRow> Chosen => [.. rows.Where(row => ticked.Contains(row.Connection.Name))];

    /// <summary>Options that all of the ticked ones have: those that every connection has, and when they are of one kind, that kind's.</summary>
    private IReadOnlyList<ConnectorOption> SharedOptions => Chosen.Where(row => row.Connection is { IsSaved: true }).Select(row => row.Connection.Connector).Distinct().ToList() switch
    {
        [{ } only] => [.. only.Descriptor.Options, .. CommonOptions.All],
        { Count: > 1 } several when !several.Contains(null) => CommonOptions.All,
        _ => [],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Shelf.Changed -= OnChanged;
        leaving.Cancel();
        leaving.Dispose();
        _ = work?.DisposeAsync().AsTask();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Shelf.Changed += OnChanged;
        try
        {
            await Shelf.RefreshAsync(leaving.Token);
            await ReadAsync();
            await FindUsesAsync();
        }
        catch (SynclineException exception)
        {
            error = exception.Error;
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private static bool Holds(LibraryRow row, string text) =>
        new[] { row.Connection.Name, row.Place, row.Connection.Connector?.Descriptor.DisplayName }.Any(one => one?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);

    private static string DotOf(ConnectionState state) => state switch
    {
        ConnectionState.Ready => "ready",
        ConnectionState.Attention => "soon",
        ConnectionState.Failing => "failing",
        ConnectionState.Checking => "busy",
        _ => string.Empty,
    };

    private void OnChanged(object? sender, EventArgs e) => _ = InvokeAsync(async () =>
    {
        try
        {
            await ReadAsync();
        }
        catch (SynclineException exception)
        {
            error = exception.Error;
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return;
        }

        StateHasChanged();
    });

    private async Task ReadAsync()
    {
        if (leaving.IsCancellationRequested)
        {
            return;
        }

        var entries = await Workspace.Library.ListAsync(leaving.Token);
        options = entries.ToDictionary(entry => entry.Name, entry => entry.Options, StringComparer.OrdinalIgnoreCase);
        Draw();
        isRead = true;
    }

    private async Task FindUsesAsync()
    {
        StateHasChanged();
        uses = await Task.Run(() => new ConnectionUses(Workspace).FindAllAsync(leaving.Token).AsTask(), leaving.Token);
        Draw();
    }

    private void Draw()
    {
        rows = [.. Shelf.Connections.Select(connection => new LibraryRow(
            connection,
            LibraryRow.PlaceOf(connection.Connector, options.GetValueOrDefault(connection.Name, new Dictionary<string, string>(StringComparer.Ordinal))),
            uses is null ? null : [.. uses[connection.Name]]))];
        ticked.RemoveWhere(name => Shelf.Find(name) is null);
    }

    private void Tick(string name, bool isTicked) => _ = isTicked ? ticked.Add(name) : ticked.Remove(name);

    private void TickAll(bool isTicked)
    {
        foreach (var row in Shown)
        {
            Tick(row.Connection.Name, isTicked);
        }
    }

    private void Close() => window = LibraryWindow.None;

    private void Begin(LibraryWindow what)
    {
        var chosen = Chosen.Where(row => what != LibraryWindow.SignIn || row.Connection.CanSignIn).Select(row => row.Connection.Name).ToList();
        (workTitle, work) = what switch
        {
            LibraryWindow.Test => ($"Test {GridText.Count(chosen.Count, "connection")}", Deeds.Test(chosen, OnWork)),
            LibraryWindow.SignIn => ($"Sign in to {GridText.Count(chosen.Count, "connection")}", Deeds.SignIn(chosen, OnWork)),
            _ => ($"Delete {GridText.Count(chosen.Count, "connection")}", Deeds.Delete(chosen, OnWork)),
        };
        window = LibraryWindow.None;
    }

    private void Edit(ConnectionChange change)
    {
        var chosen = Chosen.Select(row => row.Connection.Name).ToList();
        (workTitle, work, window) = ($"Change {GridText.Count(chosen.Count, "connection")}", Deeds.Edit(chosen, change, OnWork), LibraryWindow.None);
    }

    private void OnWork() => _ = InvokeAsync(() =>
    {
        version++;
        StateHasChanged();
    });

    private async Task CloseWorkAsync()
    {
        if (work is { } done)
        {
            work = null;
            await done.DisposeAsync();
        }
    }

    private string? AddressOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return path.EndsWith(ProjectReader.Extension, StringComparison.Ordinal) && Sessions.Folders.All.Contains(folder, StringComparer.Ordinal)
            ? ProjectAddress.Of(new ProjectPlace(Path.GetFileName(path)[..^ProjectReader.Extension.Length], folder == Sessions.Folders.Usual ? null : folder))
            : null;
    }
}
