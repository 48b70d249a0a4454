using System.Data.Common;
using System.Globalization;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Ledgers;

/// <summary>How values stand in a ledger, and back.</summary>
internal static class LedgerText
{
    public static string Of(RowState state) => state switch
    {
        RowState.Sent => "sent",
        RowState.Done => "done",
        RowState.Failed => "failed",
        RowState.Conflict => "conflict",
        RowState.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    public static string Of(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Finished => "finished",
        RunState.FinishedWithFailures => "finished-with-failures",
        RunState.Stopped => "stopped",
        RunState.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static RowState ToRowState(string text) => Enum.GetValues<RowState>().First(state => Of(state) == text);

    public static RunState ToRunState(string text) => Enum.GetValues<RunState>().First(state => Of(state) == text);

    public static LedgerRow Row(DbDataReader reader) => new()
    {
        Seq = reader.GetInt64(0),
        Action = Enum.Parse<PlanAction>(reader.GetString(1), ignoreCase: true),
        State = ToRowState(reader.GetString(2)),
        RowId = Text(reader, "row_id"),
        Attempts = reader.GetInt32(4),
        ErrorId = Text(reader, "error_id"),
        ServerCode = Text(reader, "server_code"),
        Message = Text(reader, "message"),
        Advice = Text(reader, "advice"),
        Column = Text(reader, "column"),
        RequestId = Text(reader, "request_id"),
        At = Time(Text(reader, "at")) ?? default,
    };

    public static RunSummary Summary(DbDataReader reader, string folder, IReadOnlyList<(PlanAction Action, RowState State, long Count)> counts) => new()
    {
        Id = Text(reader, "id")!,
        Folder = folder,
        PlanId = Text(reader, "plan_id")!,
        PlanDigest = Text(reader, "plan_digest")!,
        Project = Text(reader, "project")!,
        Connection = Text(reader, "connection")!,
        Table = Text(reader, "table_name")!,
        SystemId = Text(reader, "system_id"),
        System = Text(reader, "system"),
        State = ToRunState(Text(reader, "state")!),
        Reason = Text(reader, "reason"),
        Started = Time(Text(reader, "started")) ?? default,
        Ended = Time(Text(reader, "ended")),
        Add = Counts(PlanAction.Add, reader, counts),
        Update = Counts(PlanAction.Update, reader, counts),
        Delete = Counts(PlanAction.Delete, reader, counts),
        OwnerHost = Text(reader, "owner_host")!,
        OwnerProcess = reader.GetInt32(reader.GetOrdinal("owner_process")),
    };

    private static RunCounts Counts(PlanAction action, DbDataReader reader, IReadOnlyList<(PlanAction Action, RowState State, long Count)> counts)
    {
        long Of(params RowState[] states) => counts.Where(count => count.Action == action && states.Contains(count.State)).Sum(count => count.Count);
        return new RunCounts
        {
            Planned = reader.GetInt64(reader.GetOrdinal(PlanTables.NameOf(action))),
            Done = Of(RowState.Done),
            Failed = Of(RowState.Failed),
            Conflicts = Of(RowState.Conflict),
            Unknown = Of(RowState.Sent, RowState.Unknown),
        };
    }

    private static string? Text(DbDataReader reader, string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    }

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
