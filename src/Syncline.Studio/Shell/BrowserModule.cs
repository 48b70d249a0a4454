using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Syncline.Studio.Shell;

/// <summary>What only the browser can do (<c>Assets/studio.js</c>), for the components of one page.</summary>
internal sealed class BrowserModule(IJSRuntime runtime) : IAsyncDisposable
{
    private Task<IJSObjectReference>? loading;

    /// <summary>Opens an address in a new tab; false when the browser did not let it.</summary>
    public ValueTask<bool> OpenTabAsync(Uri address) => CallAsync<bool>("openTab", address.AbsoluteUri);

    /// <summary>Puts text on the clipboard; false when the browser did not let it.</summary>
    public ValueTask<bool> CopyAsync(string text) => CallAsync<bool>("copy", text);

    /// <summary>Changes between light and dark, and keeps it.</summary>
    public ValueTask SwitchThemeAsync() => CallAsync("switchTheme");

    /// <summary>The theme that was chosen, <c>light</c> or <c>dark</c>; null for the system's.</summary>
    public ValueTask<string?> ThemeAsync() => CallAsync<string?>("theme");

    /// <summary>Chooses a theme, and keeps it; empty for the system's.</summary>
    public ValueTask SetThemeAsync(string theme) => CallAsync("setTheme", theme);

    /// <summary>Shows a dialog above everything.</summary>
    /// <returns>Number for <see cref="GiveFocusBackAsync"/>.</returns>
    public ValueTask<int> ShowModalAsync(ElementReference dialog) => CallAsync<int>("showModal", dialog);

    /// <summary>Gives the focus back to what had it when a dialog came up.</summary>
    public ValueTask GiveFocusBackAsync(int number) => CallAsync("giveFocusBack", number);

    /// <summary>Focuses the first element of a selector, when there is one.</summary>
    public ValueTask FocusAsync(string selector) => CallAsync("focus", selector);

    /// <summary>Puts a menu near a point of the window and focuses its first item.</summary>
    public ValueTask PlaceMenuAsync(ElementReference menu, double x, double y) => CallAsync("placeMenu", menu, x, y);

    /// <summary>Keeps keys that a component handles from scrolling as well.</summary>
    public ValueTask KeepKeysAsync(ElementReference element, params string[] keys) => CallAsync("keepKeys", element, keys);

    /// <summary>Brings a row of a virtual list into view.</summary>
    public ValueTask ShowRowAsync(ElementReference list, int index, int height) => CallAsync("showRow", list, index, height);

    /// <summary>Place of a row on the screen.</summary>
    public ValueTask<double[]> RowPlaceAsync(string id) => CallAsync<double[]>("rowPlace", id);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (loading is not null)
            {
                await (await loading).DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the module with it.
        }
    }

    private async ValueTask CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await (await ModuleAsync()).InvokeVoidAsync(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone: there is nothing left to show anything on.
        }
    }

    private async ValueTask<T> CallAsync<T>(string function, params object?[] arguments) =>
        await (await ModuleAsync()).InvokeAsync<T>(function, arguments);

    private Task<IJSObjectReference> ModuleAsync() => loading ??= runtime.InvokeAsync<IJSObjectReference>("import", "/studio.js").AsTask();
}
