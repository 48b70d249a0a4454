using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Syncline.Sync.Runs;
using Syncline.Workspace.Planning;

namespace Syncline.Workspace.Running;

/// <summary>The JSON summary of an unattended run, as <c>run --json</c> prints it and hooks get it.</summary>
public static class RunDocument
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The text of what <see cref="Of(ProjectRun)"/> gives.</summary>
    public static string TextOf(ProjectRun project) => JsonSerializer.Serialize(Of(project), Options);

    /// <summary>One project.</summary>
    public static object Of(ProjectRun project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return new
        {
            project = project.Project,
            file = project.File,
            state = project.State,
            started = project.Started,
            ended = project.Ended,
            seconds = Math.Round((project.Ended - project.Started).TotalSeconds, 3),
            plans = project.Plans.Select(Of),
            runs = project.Runs.Select(Of),
            waits = project.Waits,
            hooks = project.Hooks.Count == 0 ? null : project.Hooks,
            error = project.Error is { } error ? new { id = error.Id, phase = error.Phase, message = error.Message, advice = error.Advice, serverCode = error.ServerCode } : null,
        };
    }

    /// <summary>A plan that was made.</summary>
    public static object Of(PlannedProject planned)
    {
        ArgumentNullException.ThrowIfNull(planned);
        var counts = planned.Header.Counts;
        return new
        {
            plan = planned.Path,
            digest = planned.Header.Digest,
            project = planned.Header.Project.Name,
            changes = new { add = counts.Add, update = counts.Update, delete = counts.Delete },
            deactivate = counts.Deactivate,
            same = counts.Same,
            problems = counts.Problems,
            sourceRows = counts.SourceRows,
            targetRows = counts.TargetRows,
            warnings = planned.Header.Warnings,
            brokenGuards = planned.Header.Guards.Where(guard => !guard.Holds).Select(guard => new { guard.Name, guard.Limit, guard.Found }),
        };
    }

    /// <summary>A run.</summary>
    public static object Of(RunSummary run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new
        {
            id = run.Id,
            project = run.Project,
            state = run.State,
            reason = run.Reason,
            connection = run.Connection,
            table = run.Table,
            changes = new { add = run.Add.Planned, update = run.Update.Planned, delete = run.Delete.Planned },
            applied = new { done = run.Done, failed = run.Failed, conflicts = run.Conflicts, unknown = run.Unknown, pending = run.Pending },
            writeBack = run.WriteBack is { } back ? new { done = back.Done, failed = back.Failed, pending = back.Pending } : null,
            reasons = run.Reasons.Count == 0 ? null : run.Reasons,
            started = run.Started,
            ended = run.Ended,
        };
    }
}
