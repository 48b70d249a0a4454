using Syncline.Sync.Runs;

namespace Syncline.Studio.Runs;

/// <summary>Which runs of the history are shown. Immutable.</summary>
/// <param name="Project">Name of a project; empty for every one.</param>
/// <param name="State">How it stands, as <see cref="RunWords.Of"/> says it; empty for any way.</param>
/// <param name="Days">Runs of the last so many days, today included; null for all.</param>
/// <param name="Text">Stands in the project's, the connection's, the system's or the table's name, or in the run's id; empty for all.</param>
internal sealed record RunFilter(string Project = "", string State = "", int? Days = null, string Text = "")
{
    /// <summary>Whether it shows every run.</summary>
    public bool IsEmpty => Project.Length == 0 && State.Length == 0 && Days is null && Text.Trim().Length == 0;

    /// <summary>Whether it shows a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="now">This moment, where the user is: days begin at the user's midnight.</param>
    public bool Shows(RunSummary run, DateTimeOffset now) =>
        (Project.Length == 0 || run.Project == Project)
        && (State.Length == 0 || RunWords.Of(run) == State)
        && (Days is not { } days || run.Started.ToOffset(now.Offset).Date > now.Date.AddDays(-days))
        && (Text.Trim() is not { Length: > 0 } text || Array.Exists([run.Project, run.Connection, run.Table, run.System, run.Id], one => one?.Contains(text, StringComparison.OrdinalIgnoreCase) == true));
}
