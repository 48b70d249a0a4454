using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Syncline.Core.Errors;
using Syncline.Studio.Controls;
using Syncline.Workspace;
using Syncline.Workspace.Defects;

namespace Syncline.Studio.Shell;

/// <summary>
/// Keeps a defect of ours to the part of the page where it happened: the person gets a sentence, the details go to a file in the home folder.
/// </summary>
public sealed class DefectBoundary : ErrorBoundaryBase
{
    private ErrorDetail? error;

    [Inject]
    private SynclineWorkspace Workspace { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Another page comes in: it deserves another try.
        error = null;
        Recover();
    }

    /// <inheritdoc/>
    protected override Task OnErrorAsync(Exception exception)
    {
        error = exception is SynclineException ours ? ours.Error : DefectReport.Write(exception, Workspace.Home, "ST1001");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (CurrentException is null || error is null)
        {
            builder.AddContent(0, ChildContent);
        }
        else
        {
            builder.OpenElement(1, "div");
            builder.AddAttribute(2, "class", "column page-error");
            builder.OpenComponent<ErrorCard>(3);
            builder.AddComponentParameter(4, nameof(ErrorCard.Error), error);
            builder.CloseComponent();
            builder.CloseElement();
        }
    }
}
