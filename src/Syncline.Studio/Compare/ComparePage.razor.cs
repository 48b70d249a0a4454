using Microsoft.AspNetCore.Components;
using Syncline.Core.Errors;
using Syncline.Studio.Grid;
using Syncline.Studio.Projects;
using Syncline.Sync;

namespace Syncline.Studio.Compare;

/// <summary>What a compare of a project found, row by row, before anything is written.</summary>
public sealed partial class ComparePage : ComponentBase, IDisposable
{
    private ProjectSession? session;
    private ErrorDetail? error;

    /// <summary>The project's name.</summary>
    [Parameter]
    public string Name { get; set; } = string.Empty;

    /// <summary>Folder that it is in; null for the usual one.</summary>
    [SupplyParameterFromQuery(Name = "in")]
    public string? Folder { get; set; }

    [Inject]
    private ProjectSessions Sessions { get; set; } = null!;

    private CompareJob Job => session!.Plan.Compare;

    private string ProgressWords => Job.Progress switch
    {
        { Phase: PlanPhase.Check } => "Looking at both tables…",
        { Phase: PlanPhase.Read } read => $"Reading: {GridText.Count(read.SourceRows, "source row")}, {GridText.Count(read.TargetRows, "target row")}{(read.LookupRows > 0 ? $", {GridText.Count(read.LookupRows, "lookup row")}" : null)}",
        { Phase: PlanPhase.Map } => "Turning source rows into target rows…",
        { Phase: PlanPhase.Compare } => "Comparing both sides…",
        _ => "Writing the plan file…",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (session is not null)
        {
            session.Changed -= OnChanged;
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Dispose();
        try
        {
            session = await Sessions.OpenAsync(new ProjectPlace(Name, Folder), CancellationToken.None);
            Sessions.AtHand = session;
            session.Changed += OnChanged;
        }
        catch (SynclineException exception)
        {
            (session, error) = (null, exception.Error);
        }
    }

    private void OnChanged(object? sender, EventArgs e) => _ = InvokeAsync(StateHasChanged);
}
