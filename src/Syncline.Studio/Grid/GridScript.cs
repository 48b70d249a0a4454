using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Syncline.Studio.Grid;

/// <summary>What a grid needs of the browser (<c>Assets/grid.js</c>): where it is scrolled to, clicks, and the widths that a pointer drags.</summary>
internal sealed class GridScript(IJSRuntime runtime) : IAsyncDisposable
{
    private IJSObjectReference? module;
    private ElementReference root;
    private bool isDisposed;

    /// <summary>Begins to listen.</summary>
    public async ValueTask AttachAsync<T>(ElementReference grid, DotNetObjectReference<T> listener)
        where T : class
    {
        root = grid;
        module = await runtime.InvokeAsync<IJSObjectReference>("import", "/grid.js");
        if (isDisposed)
        {
            // The grid was taken away while its script was on the way.
            await DisposeAsync();
            return;
        }

        await module.InvokeVoidAsync("attach", root, listener);
    }

    /// <summary>Takes notice that the number of rows or their height is another.</summary>
    public ValueTask MeasureAsync() => CallAsync("measure", root);

    /// <summary>Brings a row, and a column when one is given, into view.</summary>
    public ValueTask ShowAsync(int row, int? column) => CallAsync("show", root, row, column);

    /// <summary>Gives the grid the focus.</summary>
    public ValueTask FocusAsync() => CallAsync("focus", root);

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        if (module is not { } attached)
        {
            return;
        }

        module = null;
        try
        {
            await attached.InvokeVoidAsync("detach", root);
            await attached.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the listener with it.
        }
    }

    private async ValueTask CallAsync(string function, params object?[] arguments)
    {
        if (module is null)
        {
            return;
        }

        try
        {
            await module.InvokeVoidAsync(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone: there is nothing left to scroll.
        }
    }
}
