using Microsoft.AspNetCore.Components.Web;
using Microsoft.FluentUI.AspNetCore.Components;
using Syncline.Studio.Connections;

namespace Syncline.Studio.Tree;

/// <summary>How rows look, and what keys, clicks and menus do on them.</summary>
public sealed partial class ConnectionTree
{
    private const int RowsInAPage = 15;

    private void New() => Navigation.NavigateTo(ConnectionWindowAddress.New(Navigation));

    private static string IdOf(TreeRow row) => "tree-" + Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(row.Key));

    private static string? Expanded(TreeRow row) => row.IsOpen switch { true => "true", false => "false", null => null };

    private static string KindClass(TreeRow row) => row.Kind switch
    {
        TreeRowKind.Group => "group",
        TreeRowKind.Note => row.IsError ? "note wrong" : "note",
        _ => string.Empty,
    };

    private static string? TipOf(TreeRow row) => row.Kind switch
    {
        TreeRowKind.Connection => row.Connection!.Reason,
        TreeRowKind.Table => row.Table!.Description is { } description ? $"{row.Table.Name}: {description}" : row.Table.Name,
        TreeRowKind.Column => row.Column!.Name,
        TreeRowKind.Note => row.Label,
        _ => null,
    };

    private static Icon? IconOf(TreeRow row) => row.Kind switch
    {
        TreeRowKind.Connection => TreeIcons.OfGroup(row.Connection!.Group),
        TreeRowKind.Table => new Microsoft.FluentUI.AspNetCore.Components.Icons.Regular.Size16.Table(),
        TreeRowKind.Column => TreeIcons.Of(row.Column!.Type.Kind),
        _ => null,
    };

    private static string DotClass(ConnectionState state) => state switch
    {
        ConnectionState.Ready => "ready",
        ConnectionState.Attention => "soon",
        ConnectionState.Failing => "failing",
        ConnectionState.Checking => "busy",
        _ => string.Empty,
    };

    private bool HasMenu(TreeRow row) => row.Kind == TreeRowKind.Connection || Verbs.Any(verb => verb.AppliesTo(row.Target!));

    private async Task ClickAsync(TreeRow row)
    {
        active = row.Key;
        if (row.Kind is TreeRowKind.Group or TreeRowKind.Connection)
        {
            await ToggleAsync(row);
        }
    }

    /// <summary>What Enter and a double click do: the first verb; where there is none, the row opens.</summary>
    private Task Do(TreeRow row)
    {
        if (row.Kind is TreeRowKind.Table or TreeRowKind.Column
            && Verbs.OrderBy(verb => verb.Order).FirstOrDefault(verb => verb.AppliesTo(row.Target!)) is { } verb)
        {
            Navigation.NavigateTo(verb.AddressOf(row.Target!));
            return Task.CompletedTask;
        }

        return row.Kind == TreeRowKind.Table ? ToggleAsync(row) : Task.CompletedTask;
    }

    private void OpenMenu(TreeRow row, double x, double y)
    {
        active = row.Key;
        menu = row.Target is not null && HasMenu(row) ? (row, x, y) : null;
    }

    private async Task CloseMenuAsync()
    {
        menu = null;
        await Browser.FocusAsync("[role='tree']");
    }

    private async Task ChosenAsync(ConnectionQuestionKind kind)
    {
        var connection = menu!.Value.Row.Connection!;
        menu = null;
        switch (kind)
        {
            case ConnectionQuestionKind.Edit:
                Navigation.NavigateTo(ConnectionWindowAddress.Edit(Navigation, connection.Name, signIn: false));
                break;
            case ConnectionQuestionKind.SignIn:
                Navigation.NavigateTo(ConnectionWindowAddress.Edit(Navigation, connection.Name, signIn: true));
                break;
            case ConnectionQuestionKind.Refresh:
                Shelf.Reopen(connection.Name);
                Forget(connection.Name);
                await RefreshAsync();
                open.Add(TreeRows.ConnectionKey(connection.Name));
                await ReadTablesAsync(connection.Name);
                break;
            default:
                asked = (kind, connection);
                break;
        }
    }

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var at = Math.Max(0, rows.FindIndex(row => row.Key == active));
        var row = rows[at];
        if (key.Key == "ContextMenu" || (key.Key == "F10" && key.ShiftKey))
        {
            var place = await Browser.RowPlaceAsync(IdOf(row));
            OpenMenu(row, place[0], place[1]);
            return;
        }

        switch (key.Key)
        {
            case "ArrowRight" when row.IsOpen == false:
            case "ArrowLeft" when row.IsOpen == true:
            case " " when row.IsOpen is not null:
            case "Enter" when row.Kind is TreeRowKind.Group or TreeRowKind.Connection:
                await ToggleAsync(row);
                return;
            case "Enter":
                await Do(row);
                return;
        }

        int? next = key.Key switch
        {
            "ArrowDown" or "ArrowRight" => active is null ? 0 : at + 1,
            "ArrowUp" => at - 1,
            "ArrowLeft" => ParentOf(at),
            "Home" => 0,
            "End" => rows.Count - 1,
            "PageDown" => at + RowsInAPage,
            "PageUp" => at - RowsInAPage,
            _ => null,
        };
        if (next is { } moved)
        {
            moved = Math.Clamp(moved, 0, rows.Count - 1);
            active = rows[moved].Key;
            await Browser.ShowRowAsync(list, moved, RowHeight);
        }
    }

    private int ParentOf(int at)
    {
        for (var i = at - 1; i >= 0; i--)
        {
            if (rows[i].Level < rows[at].Level)
            {
                return i;
            }
        }

        return at;
    }
}
