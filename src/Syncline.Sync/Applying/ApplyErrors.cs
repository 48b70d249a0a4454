using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Sync.Locking;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Applying;

/// <summary>Errors SY4xxx: what keeps a plan from being carried out, and what keeps a row from being written.</summary>
internal static class ApplyErrors
{
    public static GuardException GuardBroken(PlanGuard guard) => Guard(
        "SY4001",
        $"The plan breaks the guard {guard.Name}: {guard.Found}, the limit is {guard.Limit}.",
        "Look at the plan. If it is right, raise the guard in the project and make the plan again.");

    public static GuardException NotApproved(string approved, string digest) => Guard(
        "SY4002", $"The plan has the digest {digest}; approved was {approved}.", "Have this plan reviewed, or apply the one that was approved.");

    public static GuardException OtherSystem(PlanSide planned, string? systemId, string system) => Guard(
        "SY4003",
        $"The plan was made for {planned.System ?? planned.Connection} ({planned.SystemId}); the connection {planned.Connection} now leads to {system} ({systemId ?? "no id"}).",
        "Connect to the system that the plan was made for, or make a plan for this one.");

    public static GuardException SchemaChanged(string table) => Guard(
        "SY4004", $"Columns of table {table} that the plan uses changed since it was made.", "Make the plan again.");

    public static GuardException ReadOnly(PlanSide target) => Guard(
        "SY4005", $"The connection {target.Connection} can not be written to.", "Use a connection whose kind and settings allow writing.");

    public static GuardException Locked(string table, RunSummary? run, LockOwner owner) => Guard(
        "SY4006",
        $"{(run is null ? "Another run" : $"Run {run.Id}")} is writing to table {table}: {owner}.",
        string.Create(CultureInfo.InvariantCulture, $"Wait until it has ended. When its process dies, the lock is free at once on its own machine, and after {TargetLock.Lease.TotalMinutes:0} minutes on others."));

    public static GuardException LockLost(string table, LockOwner owner) => Guard(
        "SY4024",
        $"The lock on table {table} expired while this run stood still, and is taken: {owner}. Nothing more was sent.",
        "Wait until that run has ended, then resume this one: it looks at what is still to be done.");

    public static ConfigurationException Unfinished(RunSummary run) => Configuration(
        "SY4007",
        $"This plan was applied in run {run.Id}, which did not come to its end: {run.Done} of {run.Changes} changes are done.",
        $"Go on with `syncline resume {run.Id}`.");

    public static ConfigurationException NoSuchRun(string id, string? nearest) => Configuration(
        "SY4008", $"There is no run {id}.", nearest is null ? "List the runs with `syncline runs list`." : $"Did you mean {nearest}? `syncline runs list` shows them all.");

    public static ConfigurationException Ambiguous(string id, IEnumerable<string> candidates) => Configuration(
        "SY4009", $"Several runs begin with {id}: {string.Join(", ", candidates)}.", "Give more of the id.");

    public static ConfigurationException NothingToResume(RunSummary run) => Configuration(
        "SY4010",
        $"Run {run.Id} came to its end: {run.Done} done, {run.Failed} failed, {run.Conflicts} in conflict.",
        run.Failed == 0 && run.WriteBack is null or { Failed: 0 }
            ? "Make a new plan to see what is different now."
            : run.Failed == 0 ? $"Write back again what the source refused with `syncline resume {run.Id} --retry-failed`."
            : $"Send the failed rows again with `syncline resume {run.Id} --retry-failed`, or write them out with `syncline errors {run.Id} --out FILE`.");

    public static ConfigurationException BrokenRun(string folder, Exception inner) => Configuration(
        "SY4011", $"The run in {folder} can not be read: {inner.Message.TrimEnd('.')}.", "Make a new plan: it shows what is still different.", inner);

    public static ConfigurationException RunsNotWritable(string folder, Exception inner) => Configuration(
        "SY4012",
        $"The folder of runs {folder} can not be written to: {inner.Message.TrimEnd('.')}.",
        "Check its rights and the space on its disk; then resume the run if it had begun.",
        inner);

    public static GuardException PartnerElsewhere(string system, string partner) => Guard(
        "SY4019",
        $"A connection that is to write beside the target's leads to {partner}, the target to {system}.",
        "Correct the option write-also-with of the target's connection: all of its connections must lead to the same site, each as another user.");

    public static SynclineException GivingUp(ErrorDetail error, int attempts, string side = "target") => SynclineException.Of(error with
    {
        Message = $"The {side} did not take a batch after {attempts} attempts: {error.Message}",
    });

    /// <summary>A row that is no longer what the plan was made from.</summary>
    public static ErrorDetail Conflict(bool gone) => new()
    {
        Id = "SY4020",
        Phase = ErrorPhase.Write,
        Message = gone ? "The row was removed on the target since the plan was made." : "The row was changed on the target since the plan was made.",
        Advice = "Make a new plan to see the row as it is now.",
        Recovery = Recovery.SkipRow,
    };

    /// <summary>A key that a row to add wants is taken by another row.</summary>
    public static ErrorDetail KeyTaken() => new()
    {
        Id = "SY4021",
        Phase = ErrorPhase.Write,
        Message = "A row with this key has come up on the target since the plan was made.",
        Advice = "Make a new plan to see the row as it is now.",
        Recovery = Recovery.SkipRow,
    };

    /// <summary>Rows whose answer was lost because the writer failed.</summary>
    public static ErrorDetail AnswerLost(Exception exception) => new()
    {
        Id = (exception as SynclineException)?.Error.Id ?? "SY4022",
        Phase = ErrorPhase.Write,
        Message = $"The answer was lost: {exception.Message}",
        Advice = "Resume the run: it looks at the row before it sends it again.",
        Recovery = Recovery.Reconnect,
    };

    /// <summary>An added row that has nothing to write back.</summary>
    public static ErrorDetail NothingToWriteBack(string column, bool gone) => new()
    {
        Id = "SY4023",
        Phase = ErrorPhase.Write,
        Message = gone ? $"The added row was removed before its {column} could be written back." : $"The added row has no value in {column} that could be written back.",
        Advice = "Look at the row; when it has the value, write back again with resume --retry-failed.",
        Column = column,
        Recovery = Recovery.SkipRow,
    };

    public static GuardException OptionTaken(PlanNewOption planned, PlanNewOption found) => Guard(
        "SY4025",
        string.Create(
            CultureInfo.InvariantCulture,
            $"The plan adds {planned.Label} ({planned.Value}) to the choice {planned.Choice}, which has {found.Label} ({found.Value}) since the plan was made. No row was written."),
        "Make the plan again: it takes the choice as it is now.");

    public static ConfigurationException InDoubt(RunSummary run) => Configuration(
        "SY4030", $"Of {run.Unknown} changes of run {run.Id} it is not known whether they were written.", $"Settle them with `syncline resume {run.Id}`, then undo.");

    /// <summary>What an undo leaves alone, because somebody else has been there.</summary>
    public static ErrorDetail NotUndone(string what) => new()
    {
        Id = "SY4031",
        Phase = ErrorPhase.Write,
        Message = $"{what}; the undo leaves it as it is.",
        Advice = "Look at the row and decide by hand.",
        Recovery = Recovery.SkipRow,
    };

    public static ConfigurationException NothingFailed(RunSummary run) => Configuration(
        "SY4032", $"No row of run {run.Id} failed, so there is nothing to send again.", $"See how it stands with `syncline runs show {run.Id}`.");

    public static ConfigurationException NotCorrectable(string column) => Configuration(
        "SY4033", $"{column} of this row can not be corrected here.", "Correct a column that is written; a key only of a row that is added, and nothing of a row that is deleted.");

    private static GuardException Guard(string id, string message, string advice) =>
        new(new ErrorDetail { Id = id, Phase = ErrorPhase.Guard, Message = message, Advice = advice });

    private static ConfigurationException Configuration(string id, string message, string advice, Exception? inner = null) =>
        new(new ErrorDetail { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice }, inner);
}
