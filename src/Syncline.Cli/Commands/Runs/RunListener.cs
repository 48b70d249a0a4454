using Syncline.Cli.Terminal;
using Syncline.Workspace.Running;

namespace Syncline.Cli.Commands.Runs;

/// <summary>Says what happens in an unattended run: a progress bar and errors for people, or one JSON object per line for a log. Safe for concurrent use.</summary>
internal sealed class RunListener(CommandContext context, bool asJson) : IProgress<RunEvent>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private ApplyProgressBar? bar;
    private DateTimeOffset lastProgress;

    /// <inheritdoc/>
    public void Report(RunEvent value)
    {
        lock (gate)
        {
            if (asJson)
            {
                Log(value);
            }
            else
            {
                Show(value);
            }
        }
    }

    /// <summary>Takes a progress bar away.</summary>
    public void End()
    {
        lock (gate)
        {
            bar?.Clear();
        }
    }

    private void Show(RunEvent value)
    {
        switch (value)
        {
            case { Progress: { } progress }:
                bar ??= new ApplyProgressBar(context.Output, (progress.Add + progress.Update + progress.Delete).Planned);
                bar.Report(progress);
                break;
            case { Run: not null }:
                End();
                bar = null;
                break;
            case { Error: { } error }:
                End();
                new ErrorReport(error).Print(context.Output.Messages);
                break;
            case { Hook: { Problem: { } problem, Name: "on-failure" } }:
                context.Output.Say(Spectre.Console.Markup.Escape(problem));
                break;
        }
    }

    // Progress comes after each batch; a log has it now and then.
    private void Log(RunEvent value)
    {
        if (value.Progress is not null && value.Time - lastProgress < Pause)
        {
            return;
        }

        lastProgress = value.Progress is null ? lastProgress : value.Time;
        var total = value.Progress is { } progress ? progress.Add + progress.Update + progress.Delete : null;
        context.Streams.Error.WriteLine(Output.OneLineJson(new
        {
            time = value.Time,
            level = value.Error is not null || value.Hook?.Problem is not null ? "error" : "information",
            @event = value.Name,
            project = value.Project,
            plan = value.Plan is { } plan ? RunDocument.Of(plan) : null,
            progress = total is null ? null : new { done = total.Done, failed = total.Failed, conflicts = total.Conflicts, of = total.Planned, rowsPerSecond = Math.Round(value.Progress!.RowsPerSecond, 1), waitingUntil = value.Progress.WaitingUntil },
            run = value.Run is { } run ? RunDocument.Of(run) : null,
            hook = value.Hook,
            error = value.Error is { } error ? new ErrorReport(error).ToJson() : null,
            state = value.State,
        }));
        context.Streams.Error.Flush();
    }
}
