using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.FluentUI.AspNetCore.Components;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Studio.Connections;
using Syncline.Studio.Shell;

namespace Syncline.Studio.Tree;

/// <summary>The connection tree: connections by group, tables, columns. Only the rows in view are drawn; it is one stop of the Tab key.</summary>
public sealed partial class ConnectionTree : ComponentBase, IDisposable
{
    private const int RowHeight = 28;

    private readonly HashSet<string> closedGroups = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TreeBranch<TableSummary>> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TreeBranch<ColumnSchema>> columns = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource leaving = new();
    private ElementReference list;
    private bool keysKept;
    private List<TreeRow> rows = [];
    private string search = string.Empty;
    private string? active;
    private ErrorDetail? libraryError;
    private (TreeRow Row, double X, double Y)? menu;
    private (ConnectionQuestionKind Kind, ShelfConnection Connection)? asked;

    /// <summary>Whether only a strip is shown.</summary>
    [Parameter]
    public bool Folded { get; set; }

    /// <summary>Asks to be folded or unfolded.</summary>
    [Parameter]
    public EventCallback<bool> FoldedChanged { get; set; }

    [Inject]
    private ConnectionShelf Shelf { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private BrowserModule Browser { get; set; } = null!;

    [Inject]
    private IEnumerable<TreeVerb> Verbs { get; set; } = null!;

    private string? ActiveId => active is not null && rows.FirstOrDefault(row => row.Key == active) is { } row ? IdOf(row) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Shelf.Changed -= OnShelfChanged;
        leaving.Cancel();
        leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Shelf.Changed += OnShelfChanged;
        await RefreshAsync();
        foreach (var connection in Shelf.Connections.Where(connection => connection.State == ConnectionState.Unknown))
        {
            _ = Shelf.CheckAsync(connection.Name, leaving.Token);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!keysKept && !Folded)
        {
            keysKept = true;
            await Browser.KeepKeysAsync(list, "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageDown", "PageUp", "Enter", " ", "ContextMenu");
        }
        else if (Folded)
        {
            keysKept = false;
        }
    }

    private void OnShelfChanged(object? sender, EventArgs e) => _ = InvokeAsync(() =>
    {
        foreach (var gone in tables.Keys.Where(name => Shelf.Find(name) is null).ToList())
        {
            Forget(gone);
        }

        Draw();
    });

    private async Task RefreshAsync()
    {
        try
        {
            libraryError = null;
            await Shelf.RefreshAsync(leaving.Token);
        }
        catch (SynclineException exception)
        {
            libraryError = exception.Error;
        }

        Draw();
    }

    private async Task RefreshAllAsync()
    {
        foreach (var name in Shelf.Connections.Select(connection => connection.Name).ToList())
        {
            Shelf.Reopen(name);
            Forget(name);
        }

        await RefreshAsync();
        foreach (var connection in Shelf.Connections)
        {
            _ = Shelf.CheckAsync(connection.Name, leaving.Token);
            if (open.Contains(TreeRows.ConnectionKey(connection.Name)))
            {
                _ = ReadTablesAsync(connection.Name);
            }
        }
    }

    private void Forget(string connection)
    {
        tables.Remove(connection);
        foreach (var key in columns.Keys.Where(key => key.StartsWith(TreeRows.TableKey(connection, string.Empty), StringComparison.OrdinalIgnoreCase)).ToList())
        {
            columns.Remove(key);
        }
    }

    private void Draw()
    {
        rows = new TreeRows(
            key => key.StartsWith("g/", StringComparison.Ordinal) ? !closedGroups.Contains(key) : open.Contains(key),
            name => tables.GetValueOrDefault(name),
            (name, table) => columns.GetValueOrDefault(TreeRows.TableKey(name, table))).Make(Shelf.Connections, search.Trim());
        StateHasChanged();
    }

    private async Task SearchAsync(string text)
    {
        search = text;
        if (text.Trim().Length > 0)
        {
            foreach (var connection in Shelf.Connections.Where(connection => connection.State is not ConnectionState.Attention and not ConnectionState.Failing && !tables.ContainsKey(connection.Name)))
            {
                _ = ReadTablesAsync(connection.Name);
            }
        }

        Draw();
        if (rows.Count > 0)
        {
            await Browser.ShowRowAsync(list, 0, RowHeight);
        }
    }

    private async Task ToggleAsync(TreeRow row)
    {
        active = row.Key;
        if (row.Kind == TreeRowKind.Group)
        {
            Flip(closedGroups, row.Key);
        }
        else if (row.IsOpen is not null)
        {
            Flip(open, row.Key);
        }

        Draw();
        if (!open.Contains(row.Key))
        {
            return;
        }

        if (row.Kind == TreeRowKind.Connection && tables.GetValueOrDefault(row.Connection!.Name)?.Items is null)
        {
            await ReadTablesAsync(row.Connection.Name);
        }
        else if (row.Kind == TreeRowKind.Table && columns.GetValueOrDefault(row.Key)?.Items is null)
        {
            await ReadColumnsAsync(row.Connection!.Name, row.Table!.Name);
        }
    }

    private static void Flip(HashSet<string> keys, string key)
    {
        if (!keys.Remove(key))
        {
            keys.Add(key);
        }
    }

    private async Task ReadTablesAsync(string connection)
    {
        tables[connection] = TreeBranch<TableSummary>.Reading;
        tables[connection] = await ReadAsync(() => Shelf.TablesAsync(connection, leaving.Token));
        await InvokeAsync(Draw);
    }

    private async Task ReadColumnsAsync(string connection, string table)
    {
        var key = TreeRows.TableKey(connection, table);
        columns[key] = TreeBranch<ColumnSchema>.Reading;
        columns[key] = await ReadAsync(async () => (IReadOnlyList<ColumnSchema>)
        [
            .. (await Shelf.DescribeAsync(connection, table, leaving.Token)).Columns
                .Where(column => column.CompanionOf is null)
                .OrderBy(column => column.DisplayName ?? column.Name, StringComparer.OrdinalIgnoreCase),
        ]);
        await InvokeAsync(Draw);
    }

    private static async Task<TreeBranch<T>> ReadAsync<T>(Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return new TreeBranch<T>(await read(), null);
        }
        catch (SynclineException exception)
        {
            return new TreeBranch<T>(null, exception.Error);
        }
        catch (OperationCanceledException)
        {
            return TreeBranch<T>.Reading;
        }
    }
}
