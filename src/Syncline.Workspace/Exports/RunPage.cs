using System.Globalization;
using Syncline.Sync.Runs;
using Syncline.Workspace.Running;

namespace Syncline.Workspace.Exports;

/// <summary>The report of an unattended run as a page that stands alone: counts, times, waits, failures.</summary>
public static class RunPage
{
    private const int MostFailures = 1_000;

    /// <summary>Writes the page; an older one of that name is replaced.</summary>
    /// <param name="projects">What became of each project.</param>
    /// <param name="runs">Where the runs are kept, for their failed rows.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels; the file stays as it was.</param>
    public static async Task WriteAsync(IReadOnlyList<ProjectRun> projects, RunStore runs, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(projects);
        ArgumentNullException.ThrowIfNull(runs);
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            await using (var writer = new StreamWriter(temporary, append: false))
            {
                await HtmlPage.StartAsync(writer, "Syncline run");
                foreach (var project in projects)
                {
                    await WriteAsync(writer, project, runs, cancellationToken);
                }

                await HtmlPage.EndAsync(writer);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task WriteAsync(TextWriter writer, ProjectRun project, RunStore runs, CancellationToken cancellationToken)
    {
        await HtmlPage.SentencesAsync(writer, project.Project, [$"{project.State}{(project.Error is { } error ? $": {error.Message} ({error.Id})" : "")}"]);
        await HtmlPage.FactsAsync(
            writer,
            ("File", project.File),
            ("Began", project.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
            ("Took", Seconds((project.Ended - project.Started).TotalSeconds)),
            ("The server asked to wait", project.Waits == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{project.Waits} times")),
            ("What to do", project.Error?.Advice));
        if (project.Plans.Count > 0)
        {
            await HtmlPage.HeadAsync(writer, "Plans", "Plan", "Source rows", "Target rows", "Add", "Update", "Delete", "Same", "Problems", "Times", "Digest");
            foreach (var plan in project.Plans)
            {
                var counts = plan.Header.Counts;
                var times = string.Join(", ", plan.Header.Durations.Select(duration => $"{duration.Key} {Seconds(duration.Value)}"));
                await HtmlPage.RowAsync(
                    writer, "", plan.Header.Project.Name, Number(counts.SourceRows), Number(counts.TargetRows), Number(counts.Add), Number(counts.Update), Number(counts.Delete), Number(counts.Same), Number(counts.Problems), times, plan.Header.Digest);
            }

            await HtmlPage.FootAsync(writer);
            await HtmlPage.SentencesAsync(writer, "Notes", [.. project.Plans.SelectMany(plan => plan.Header.Warnings)]);
            await HtmlPage.SentencesAsync(
                writer, "Guards that stopped it", [.. project.Plans.SelectMany(plan => plan.Header.Guards).Where(guard => !guard.Holds).Select(guard => $"{guard.Name}: {guard.Limit} allowed, found {guard.Found}")]);
        }

        if (project.Runs.Count > 0)
        {
            await HtmlPage.HeadAsync(writer, "Runs", "Run", "State", "Done", "Failed", "In conflict", "Unknown", "Left", "Rows per second");
            foreach (var run in project.Runs)
            {
                var seconds = ((run.Ended ?? project.Ended) - run.Started).TotalSeconds;
                await HtmlPage.RowAsync(
                    writer, "", run.Id, run.State.ToString(), Number(run.Done), Number(run.Failed), Number(run.Conflicts), Number(run.Unknown), Number(run.Pending), seconds > 0 ? Number((long)(run.Done / seconds)) : "");
            }

            await HtmlPage.FootAsync(writer);
            await HtmlPage.SentencesAsync(
                writer, "Written back to the source", [.. project.Runs.Where(run => run.WriteBack is not null).Select(run => $"{run.Id}: {Number(run.WriteBack!.Done)} done, {Number(run.WriteBack.Failed)} failed, {Number(run.WriteBack.Pending)} left")]);
        }

        foreach (var run in project.Runs.Where(run => run.Reasons.Count > 0))
        {
            await HtmlPage.HeadAsync(writer, $"Why rows of run {run.Id} failed", "Rows", "State", "What is wrong", "What to do");
            foreach (var reason in run.Reasons)
            {
                await HtmlPage.RowAsync(writer, "bad", Number(reason.Rows), reason.OfWriteBack ? "Not written back" : reason.State.ToString(), $"{reason.Message} ({reason.ErrorId})", reason.Advice);
            }

            await HtmlPage.FootAsync(writer);
        }

        foreach (var run in project.Runs.Where(run => run.Failed + run.Conflicts + run.Unknown > 0))
        {
            await HtmlPage.HeadAsync(writer, $"Failed rows of run {run.Id}", "Change", "Source row", "State", "What is wrong", "What to do");
            await foreach (var failure in runs.ReadFailuresAsync(run, cancellationToken).Take(MostFailures))
            {
                await HtmlPage.RowAsync(
                    writer, "bad", Number(failure.Change.Seq), failure.Change.SourceRow is { } row ? Number(row) : "", failure.Row.State.ToString(), $"{failure.Row.Message} ({failure.Row.ErrorId})", failure.Row.Advice);
            }

            await HtmlPage.FootAsync(writer);
        }

        await HtmlPage.SentencesAsync(writer, "Hooks", [.. project.Hooks.Select(hook => $"{hook.Name}: {hook.Problem ?? "done"}")]);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");
}
