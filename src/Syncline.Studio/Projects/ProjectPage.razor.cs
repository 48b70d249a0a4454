using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Projects;
using Syncline.Workspace.Projects;

namespace Syncline.Studio.Projects;

/// <summary>A project: its two sides and the map between them.</summary>
public sealed partial class ProjectPage : ComponentBase, IAsyncDisposable
{
    private ProjectSession? session;
    private ErrorDetail? error;
    private readonly string key = Guid.NewGuid().ToString("N");
    private IJSObjectReference? module;
    private DotNetObjectReference<ProjectPage>? self;
    private string? opened;
    private (string? Source, string? Target)? pairing;
    private (string Table, string? Match)? lookup;
    private int sampleAt;
    private string search = string.Empty;
    private MapShow show;
    private MapSide side;
    private bool showsRows;
    private ErrorDetail? saveError;
    private bool saving;
    private bool isLeft;
    private bool comparesThen;

    /// <summary>The project's name, or <c>new</c>.</summary>
    [Parameter]
    public string Name { get; set; } = string.Empty;

    /// <summary>Folder that it is in; null for the usual one.</summary>
    [SupplyParameterFromQuery(Name = "in")]
    public string? Folder { get; set; }

    /// <summary>A table that is to become a lookup.</summary>
    [SupplyParameterFromQuery(Name = "lookup")]
    public string? LookupTable { get; set; }

    /// <summary>The column of that table that is matched.</summary>
    [SupplyParameterFromQuery(Name = "match")]
    public string? LookupMatch { get; set; }

    [Inject]
    private ProjectSessions Sessions { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Runtime { get; set; } = null!;

    private ProjectDraft Draft => session!.Draft;

    private string Title => session?.Place?.Name ?? (Name == "new" ? "New project" : Name);

    private List<ColumnRule> ShownRules => show == MapShow.Unmapped ? []
        : [.. Draft.Columns.Where(rule => (show != MapShow.Required || Draft.IsRequired(rule.Target)) && Holds(rule.Target, Draft.TitleOf(rule.Target), rule.Origin))];

    private List<ColumnSchema> ShownColumns =>
    [
        .. (show is MapShow.Mapped or MapShow.Required ? (IEnumerable<ColumnSchema>)Draft.Required : Draft.Free.OrderByDescending(column => column.IsRequired))
            .Where(column => Holds(column.Name, column.DisplayName, null)),
    ];

    // Another source may have fewer rows than the one stepped through.
    private int SampleAt => Math.Clamp(sampleAt, 0, Math.Max(0, session!.Sample.Count - 1));

    private IReadOnlyDictionary<string, string?>? SampleRow => session!.Sample.Count > 0 ? session.Sample[SampleAt] : null;

    /// <summary>Called by the browser: a table was dropped.</summary>
    [JSInvokable]
    public Task DropTableAsync(string zone, string connection, string table) => SafelyAsync(async () =>
    {
        if (session!.WhyByHand is not null)
        {
            return;
        }

        if (zone is "source" or "target")
        {
            await session.TakeAsync(zone == "source", new(connection, table), CancellationToken.None);
        }
        else if (zone.StartsWith("row:", StringComparison.Ordinal))
        {
            opened = zone[4..];
            await session.LookUpAsync(opened, table, match: null, CancellationToken.None);
        }
    });

    /// <summary>Called by the browser: a source column was dropped.</summary>
    [JSInvokable]
    public Task DropColumnAsync(string zone, string column) => SafelyAsync(() =>
    {
        if (zone.StartsWith("row:", StringComparison.Ordinal) && session!.WhyByHand is null)
        {
            session.Change(Draft.Mapped(zone[4..], column));
        }

        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        isLeft = true;
        Leave();
        try
        {
            if (module is not null)
            {
                await module.InvokeVoidAsync("detach", key);
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the module with it.
        }

        self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Leave();
        (error, saveError) = (null, null);
        try
        {
            session = Name == "new" ? Sessions.New() : await Sessions.OpenAsync(new ProjectPlace(Name, Folder), CancellationToken.None);
            Sessions.AtHand = session;
            session.Changed += OnChanged;
            if (LookupTable is { Length: > 0 } table && session.WhyByHand is null)
            {
                (lookup, pairing) = ((table, LookupMatch), (null, null));
            }
        }
        catch (SynclineException exception)
        {
            (session, error) = (null, exception.Error);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (session is not null && module is null)
        {
            self = DotNetObjectReference.Create(this);
            module = await Runtime.InvokeAsync<IJSObjectReference>("import", "/project.js");
            if (!isLeft)
            {
                await module.InvokeVoidAsync("attach", key, self);
            }
        }
    }

    private bool Holds(params string?[] texts) => search.Trim() is { Length: 0 } || texts.Any(text => text?.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase) == true);

    private Task OnKeyAsync(KeyboardEventArgs key) => key switch
    {
        { CtrlKey: true, ShiftKey: false, Key: "z" } => session!.UndoAsync(CancellationToken.None),
        { CtrlKey: true, Key: "y" } or { CtrlKey: true, ShiftKey: true, Key: "Z" } => session!.RedoAsync(CancellationToken.None),
        _ => Task.CompletedTask,
    };

    private void Leave()
    {
        if (session is not null)
        {
            session.Changed -= OnChanged;
        }
    }

    private void OnChanged(object? sender, EventArgs e) => _ = InvokeAsync(StateHasChanged);

    private void Show(MapSide other) => side = side == other ? MapSide.None : other;

    private async Task ReloadAsync()
    {
        saveError = null;
        try
        {
            await session!.OpenAsync(session.Place!, CancellationToken.None);
        }
        catch (SynclineException exception)
        {
            error = exception.Error;
        }
    }

    private void ClosePairing()
    {
        (pairing, lookup) = (null, null);
        if (LookupTable is not null)
        {
            Navigation.NavigateTo(ProjectAddress.Of(session!.Place), replace: true);
        }
    }

    private async Task PairAsync((string? Source, string Target) pair)
    {
        session!.Change(Draft.Mapped(pair.Target, pair.Source ?? (Draft.RuleFor(pair.Target)?.From is [var kept] ? kept : null)));
        opened = pair.Target;
        if (lookup is { } table)
        {
            await session.LookUpAsync(pair.Target, table.Table, table.Match, CancellationToken.None);
        }
        else if (Draft.RuleFor(pair.Target)?.Lookup is { Table.Length: > 0 } rule)
        {
            await session.LookUpAsync(pair.Target, rule.Table, match: null, CancellationToken.None);
        }

        ClosePairing();
    }

    private async Task SaveAsync(bool thenCompare)
    {
        comparesThen = thenCompare;
        if (session!.Place is null)
        {
            saving = true;
            return;
        }

        saveError = null;
        try
        {
            if (session.IsChanged)
            {
                await session.SaveAsync(session.Place, CancellationToken.None);
            }

            await SavedAsync();
        }
        catch (SynclineException exception)
        {
            saveError = exception.Error;
        }
    }

    private Task SavedAsync()
    {
        saving = false;
        Sessions.Keep(session!);
        if (comparesThen)
        {
            session!.Compare();
            Navigation.NavigateTo(ProjectAddress.Compare(session.Place!));
        }
        else
        {
            Navigation.NavigateTo(ProjectAddress.Of(session!.Place), replace: true);
        }

        return Task.CompletedTask;
    }

    private async Task SafelyAsync(Func<Task> work)
    {
        try
        {
            await work();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
