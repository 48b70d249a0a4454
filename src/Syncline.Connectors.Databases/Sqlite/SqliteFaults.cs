using Microsoft.Data.Sqlite;
using SQLitePCL;
using Syncline.Connectors.Databases.Errors;

namespace Syncline.Connectors.Databases.Sqlite;

/// <summary>What SQLite's result codes mean (https://www.sqlite.org/rescode.html).</summary>
internal static class SqliteFaults
{
    /// <summary>The fault; null for an exception of something else.</summary>
    public static DatabaseFault? Of(Exception exception)
    {
        if (exception is not SqliteException failure)
        {
            return null;
        }

        var text = TextOf(failure.Message);
        var kind = failure.SqliteExtendedErrorCode switch
        {
            raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_ROWID => FaultKind.DuplicateKey,
            raw.SQLITE_CONSTRAINT_NOTNULL => FaultKind.NullValue,
            raw.SQLITE_CONSTRAINT_FOREIGNKEY => FaultKind.ForeignKey,
            raw.SQLITE_CONSTRAINT_CHECK => FaultKind.Check,
            SqliteConstraintDataType => FaultKind.BadValue,
            _ => failure.SqliteErrorCode switch
            {
                raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_NOMEM => FaultKind.Transient,
                raw.SQLITE_READONLY => FaultKind.ReadOnly,
                raw.SQLITE_PERM or raw.SQLITE_AUTH => FaultKind.NoPrivilege,
                raw.SQLITE_CANTOPEN => FaultKind.Unreachable,
                raw.SQLITE_ERROR => FaultKind.Sql,
                raw.SQLITE_TOOBIG => FaultKind.TooLong,
                raw.SQLITE_MISMATCH => FaultKind.BadValue,
                _ => FaultKind.Other,
            },
        };
        var names = text.LastIndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 2)..] : null;
        return new(
            kind,
            failure.SqliteExtendedErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
            text,
            kind is FaultKind.DuplicateKey or FaultKind.Check ? names : null,
            kind == FaultKind.NullValue ? names?[(names.LastIndexOf('.') + 1)..] : null);
    }

    private const int SqliteConstraintDataType = 3091; // a STRICT table's; not among the library's constants

    /// <summary>SQLite's own text, out of <c>SQLite Error 19: 'UNIQUE constraint failed: t.a'.</c></summary>
    private static string TextOf(string message)
    {
        var (start, end) = (message.IndexOf('\'', StringComparison.Ordinal), message.LastIndexOf('\''));
        return start >= 0 && end > start ? message[(start + 1)..end] : message;
    }
}
