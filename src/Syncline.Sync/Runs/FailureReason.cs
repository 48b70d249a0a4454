using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Syncline.Sync.Ledgers;

namespace Syncline.Sync.Runs;

/// <summary>
/// A reason why rows of a run have no good end, with how many have it. Rows have the same reason when state, ids and column are the same and
/// their messages differ only in numbers, ids and quoted names.
/// </summary>
public sealed partial record FailureReason
{
    /// <summary>Most reasons that are told apart; the rows of further ones are in the counts of the run only.</summary>
    public const int Most = 20;

    internal const string ShapeFunction = "message_shape";

    /// <summary>What became of the rows: failed, in conflict or unknown.</summary>
    public required RowState State { get; init; }

    /// <summary>Whether the rows were added, and only writing back to the source failed.</summary>
    public required bool OfWriteBack { get; init; }

    /// <summary>Rows with this reason.</summary>
    public required long Rows { get; init; }

    /// <summary>Stable id of the error; null when there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The server's own code.</summary>
    public string? ServerCode { get; init; }

    /// <summary>Column that the error is about.</summary>
    public string? Column { get; init; }

    /// <summary>What is wrong, in the words of the first such row; null when nothing was said.</summary>
    public string? Message { get; init; }

    /// <summary>What to do next.</summary>
    public string? Advice { get; init; }

    /// <summary>SQL that groups lines of a ledger's table by reason. Other columns are those of the first row: https://www.sqlite.org/lang_select.html#bareagg</summary>
    internal static string Query(string table, string condition) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT *, count(*) AS n, min(seq) AS first FROM {table} WHERE {condition}
        GROUP BY state, error_id, server_code, "column", {ShapeFunction}(message) ORDER BY n DESC, first LIMIT {Most}
        """);

    /// <summary>Reads a line of <see cref="Query"/>.</summary>
    internal static FailureReason Read(DbDataReader reader, bool ofWriteBack)
    {
        var first = LedgerText.Row(reader);
        return new FailureReason
        {
            State = first.State,
            OfWriteBack = ofWriteBack,
            Rows = reader.GetInt64(reader.GetOrdinal("n")),
            ErrorId = first.ErrorId,
            ServerCode = first.ServerCode,
            Column = first.Column,
            Message = first.Message,
            Advice = first.Advice,
        };
    }

    /// <summary>A message without what differs from row to row.</summary>
    internal static string? ShapeOf(string? message) => message is null ? null : Varying().Replace(message, "#");

    [GeneratedRegex("""'[^']*'|"[^"]*"|\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?|\d+""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Varying();
}
