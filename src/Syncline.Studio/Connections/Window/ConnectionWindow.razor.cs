using Microsoft.AspNetCore.Components;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Studio.Connections.SignIn;
using Syncline.Studio.Shell;

namespace Syncline.Studio.Connections.Window;

/// <summary>The connection window: a kind, its form, signing in, a table to look at, and the ways to go on.</summary>
public sealed partial class ConnectionWindow : ComponentBase, IDisposable
{
    private BrowserSignIn? openedFor;
    private ConnectorOption? focused;
    private ErrorDetail? saveError;
    private ErrorDetail? shownError;
    private bool showsForm;
    private bool asksName;
    private bool wasConnected;
    private bool hadTables;

    /// <summary>The connection that is entered.</summary>
    [Parameter, EditorRequired]
    public required ConnectionDraft Draft { get; set; }

    /// <summary>Closed without keeping anything.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>Saved or taken into use, by a name.</summary>
    [Parameter]
    public EventCallback<string> OnDone { get; set; }

    [Inject]
    private BrowserModule Browser { get; set; } = null!;

    private string Title => Draft.SavedName is { } name ? $"Connection {name}" : "New connection";

    private string AuthorizeLabel => Draft.NeedsPerson
        ? Draft.IsConnected ? "Authorize again" : "Authorize Connection"
        : "Test Connection";

    private string TableWord => Draft.Connector.Descriptor.Group == "Microsoft Dynamics" ? "Entity" : "Table";

    private bool CanFinish => Draft.Busy is null && (Draft.IsConnected || Draft.CanUpdateAsItIs);

    private bool Failed => Draft.Busy is null && (Draft.Error is not null || Draft.FieldErrors.Count > 0);

    private string? Status => Draft.Busy is { } busy ? $"{busy}…"
        : Draft.FieldErrors.Count == 1 ? "1 field needs attention."
        : Draft.FieldErrors.Count > 1 ? $"{Draft.FieldErrors.Count} fields need attention."
        : Draft.Error is not null ? "That did not work; see at the right."
        : Draft.Notice ?? (Draft.IsConnected ? null : Draft.NeedsPerson ? "Opens the sign-in page in a new tab." : null);

    /// <inheritdoc/>
    public void Dispose() => Draft.Changed -= OnDraftChanged;

    /// <inheritdoc/>
    protected override void OnInitialized() => Draft.Changed += OnDraftChanged;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Draft.SignIn is { } signIn && openedFor != signIn && signIn.TakeTab())
        {
            openedFor = signIn;
            signIn.TabRefused = !await Browser.OpenTabAsync(signIn.Page!);
            if (signIn.TabRefused)
            {
                StateHasChanged();
            }
        }

        if (Draft.IsConnected && !wasConnected)
        {
            showsForm = false;
            StateHasChanged();
        }

        if (Draft.Tables is not null && !hadTables)
        {
            await Browser.FocusAsync("#entity");
        }
        else if (Draft.Error is { } error && error != shownError && Draft.FieldErrors.Count > 0)
        {
            await Browser.FocusAsync(".connection-form [aria-invalid='true']");
        }

        wasConnected = Draft.IsConnected;
        hadTables = Draft.Tables is not null;
        shownError = Draft.Error;
    }

    private void OnDraftChanged(object? sender, EventArgs e) => _ = InvokeAsync(StateHasChanged);

    private void Choose(IConnector connector)
    {
        focused = null;
        Draft.Choose(connector);
    }

    private async Task AuthorizeAsync()
    {
        var authorizing = Draft.AuthorizeAsync();
        if (Draft.FieldErrors.Count > 0)
        {
            StateHasChanged();
            await Task.Yield();
            await Browser.FocusAsync(".connection-form [aria-invalid='true']");
        }

        await authorizing;
    }

    private Task UseAsync() => OnDone.InvokeAsync(Draft.Use());

    private async Task SaveAsync(string name)
    {
        try
        {
            saveError = null;
            var saved = await Draft.SaveAsync(name, CancellationToken.None);
            asksName = false;
            await OnDone.InvokeAsync(saved);
        }
        catch (SynclineException exception)
        {
            saveError = exception.Error;
        }
    }
}
