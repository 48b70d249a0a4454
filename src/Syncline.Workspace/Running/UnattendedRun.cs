using Syncline.Core.Errors;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Runs;
using Syncline.Workspace.Applying;
using Syncline.Workspace.Planning;

namespace Syncline.Workspace.Running;

/// <summary>
/// Runs projects without anybody there: all plans of a project are made first, and when every guard holds they are applied. What goes wrong
/// becomes part of the result; only a cancellation before the first write is thrown.
/// </summary>
/// <param name="workspace">The user's workspace.</param>
/// <param name="listener">Told what happens; null when nobody listens.</param>
public sealed class UnattendedRun(SynclineWorkspace workspace, IProgress<RunEvent>? listener)
{
    private readonly TimeProvider time = TimeProvider.System;

    /// <summary>Runs the files in their order.</summary>
    public async Task<IReadOnlyList<ProjectRun>> RunAsync(UnattendedOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var projects = new List<ProjectRun>();
        foreach (var file in options.Files)
        {
            var stopped = cancellationToken.IsCancellationRequested || (!options.KeepGoing && projects.Exists(project => !project.IsGood));
            projects.Add(stopped
                ? new ProjectRun { File = file, Project = file, State = ProjectRunState.NotBegun, Started = time.GetUtcNow(), Ended = time.GetUtcNow() }
                : await RunAsync(file, options, cancellationToken));
        }

        return projects;
    }

    private async Task<ProjectRun> RunAsync(string file, UnattendedOptions options, CancellationToken cancellationToken)
    {
        var project = new ProjectRun { File = file, Project = file, State = ProjectRunState.Failed, Started = time.GetUtcNow(), Ended = time.GetUtcNow() };
        var hooks = new ProjectHooks();
        Tell("project-started", project);
        try
        {
            var set = await new ProjectPlanning(workspace).ReadAsync(file, options.Parameters, cancellationToken);
            workspace.RecentProjects.Note(file);
            project = project with { Project = set.Name };
            hooks = Allowed(set, options);
            project = await HookAsync(project, "before-compare", hooks.BeforeCompare, hooks, cancellationToken);
            if (project.Error is null)
            {
                project = await PlanAsync(project, set, options, cancellationToken);
                project = project.Error is null ? await ApplyAsync(project, options, cancellationToken) : project;
            }
        }
        catch (SynclineException exception)
        {
            project = Failed(project, exception.Error);
        }

        project = project with { Ended = time.GetUtcNow() };
        if (project.IsGood || project.State == ProjectRunState.FinishedWithFailures)
        {
            project = await HookAsync(project, "after-apply", hooks.AfterApply, hooks, CancellationToken.None);
        }

        if (!project.IsGood)
        {
            project = await HookAsync(project, "on-failure", hooks.OnFailure, hooks, CancellationToken.None);
        }

        project = project with { Ended = time.GetUtcNow() };
        Tell("project-ended", project, told => told with { State = project.State });
        return project;
    }

    private async Task<ProjectRun> PlanAsync(ProjectRun project, ProjectSet set, UnattendedOptions options, CancellationToken cancellationToken)
    {
        var planned = await new ProjectPlanning(workspace).PlanAllAsync(set, outPath: null, options.ReadWhole, progress: null, cancellationToken);
        project = project with { Plans = planned };
        foreach (var plan in planned)
        {
            Tell("planned", project, told => told with { Plan = plan });
        }

        foreach (var plan in planned)
        {
            PlanApplying.Require(plan.Header, approvedDigest: null);
        }

        return project;
    }

    private async Task<ProjectRun> ApplyAsync(ProjectRun project, UnattendedOptions options, CancellationToken cancellationToken)
    {
        var problems = project.Plans.Any(plan => plan.Header.Counts.Problems > 0);
        var applying = new PlanApplying(workspace);
        foreach (var planned in project.Plans.Where(plan => plan.Header.Counts.Changes > 0))
        {
            await using var plan = await PlanFile.OpenAsync(planned.Path, cancellationToken);
            var waits = new WaitCount(progress => Tell("applying", project, told => told with { Progress = progress }));
            RunSummary run;
            try
            {
                run = await applying.ApplyAsync(plan, options.Choices, waits, cancellationToken);
            }
            catch (SynclineException exception)
            {
                // The run stopped on the way; it stands in the list of runs, with what is done.
                var begun = (await applying.Runs.ListAsync(CancellationToken.None)).FirstOrDefault(other => other.PlanDigest == planned.Header.Digest);
                begun = begun is null ? null : await applying.Runs.FindAsync(begun.Id, CancellationToken.None);
                return Failed(project with { Runs = begun is null ? project.Runs : [.. project.Runs, begun], Waits = project.Waits + waits.Count }, exception.Error);
            }

            project = project with { Runs = [.. project.Runs, run], Waits = project.Waits + waits.Count };
            Tell("applied", project, told => told with { Run = run });
            if (run.CanResume)
            {
                return project with { State = ProjectRunState.Stopped };
            }
        }

        return project with
        {
            State = problems || project.Runs.Any(run => run.State == RunState.FinishedWithFailures) ? ProjectRunState.FinishedWithFailures
                : project.Runs.Count == 0 ? ProjectRunState.NothingToDo : ProjectRunState.Finished,
        };
    }

    private static ProjectHooks Allowed(ProjectSet set, UnattendedOptions options) => !set.Hooks.Any || options.AllowHooks
        ? set.Hooks
        : throw new ConfigurationException(new ErrorDetail
        {
            Id = "WS1301",
            Phase = ErrorPhase.Configuration,
            Message = $"The project {set.Name} has hooks, which start programs on this machine; that was not allowed.",
            Advice = "Read the hooks, then allow them with --allow-hooks, or remove them from the file.",
            Location = set.Projects[0].Path is { } path ? new SourceLocation(path) : null,
        });

    private async Task<ProjectRun> HookAsync(ProjectRun project, string name, IReadOnlyList<string> command, ProjectHooks hooks, CancellationToken cancellationToken)
    {
        if (command.Count == 0)
        {
            return project;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(project.File))!;
        var result = await HookProcess.RunAsync(name, command, RunDocument.TextOf(project) + "\n", folder, hooks.TimeLimit, cancellationToken);
        Tell("hook", project, told => told with { Hook = result });
        project = project with { Hooks = [.. project.Hooks, result] };
        return result.Problem is null || name == "on-failure" ? project : Failed(project, new ErrorDetail
        {
            Id = "WS1302",
            Phase = ErrorPhase.Configuration,
            Message = result.Problem,
            Advice = name == "before-compare" ? "Nothing was compared or written." : "The changes are written; what the hook does was not done.",
        });
    }

    private ProjectRun Failed(ProjectRun project, ErrorDetail error)
    {
        Tell("error", project, told => told with { Error = error });
        return project with { Error = project.Error ?? error, State = error.Phase == ErrorPhase.Guard && project.Runs.Count == 0 ? ProjectRunState.StoppedByGuard : ProjectRunState.Failed };
    }

    private void Tell(string name, ProjectRun project, Func<RunEvent, RunEvent>? more = null)
    {
        var told = new RunEvent { Name = name, Time = time.GetUtcNow(), Project = project.Project };
        listener?.Report(more is null ? told : more(told));
    }

    /// <summary>Counts how often the server asked to wait. Safe for concurrent use.</summary>
    private sealed class WaitCount(Action<Sync.Applying.ApplyProgress> report) : IProgress<Sync.Applying.ApplyProgress>
    {
        private readonly Lock gate = new();
        private DateTimeOffset last;

        public int Count { get; private set; }

        public void Report(Sync.Applying.ApplyProgress value)
        {
            lock (gate)
            {
                if (value.WaitingUntil is { } until && until > last)
                {
                    last = until;
                    Count++;
                }
            }

            report(value);
        }
    }
}
