using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Syncline.Connectors.Databases.Errors;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>What PostgreSQL's error codes mean (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgreSqlFaults
{
    /// <summary>The fault; null for an exception of something else.</summary>
    public static DatabaseFault? Of(Exception exception) => exception switch
    {
        PostgresException refused => new(KindOf(refused), refused.SqlState, TextOf(refused), refused.ConstraintName, refused.ColumnName),
        NpgsqlException { InnerException: PostgresException refused } => Of(refused),
        NpgsqlException { InnerException: AuthenticationException reason } => new(FaultKind.Tls, null, reason.Message),
        NpgsqlException failure when failure.Message.Contains("SSL", StringComparison.Ordinal) => new(FaultKind.Tls, null, failure.Message),
        NpgsqlException failure when failure.Message.Contains("No password", StringComparison.OrdinalIgnoreCase) => new(FaultKind.SignInRefused, null, failure.Message),
        NpgsqlException failure when failure.Message.StartsWith("Failed to connect", StringComparison.Ordinal) => new(FaultKind.Unreachable, null, Reason(failure)),
        NpgsqlException { InnerException: TimeoutException } failure => new(FaultKind.Lost, null, Reason(failure)),
        NpgsqlException failure => new(FaultKind.Lost, null, Reason(failure)),
        SocketException failure => new(FaultKind.Unreachable, failure.SocketErrorCode.ToString(), failure.Message),
        TimeoutException failure => new(FaultKind.Unreachable, null, failure.Message),
        _ => null,
    };

    private static FaultKind KindOf(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => FaultKind.DuplicateKey,
        PostgresErrorCodes.NotNullViolation => FaultKind.NullValue,
        PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation => FaultKind.ForeignKey,
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.ExclusionViolation => FaultKind.Check,
        PostgresErrorCodes.StringDataRightTruncation => FaultKind.TooLong,
        PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.DatetimeFieldOverflow => FaultKind.OutOfRange,
        PostgresErrorCodes.ReadOnlySqlTransaction => FaultKind.ReadOnly,
        PostgresErrorCodes.InsufficientPrivilege => FaultKind.NoPrivilege,
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => FaultKind.SignInRefused,
        PostgresErrorCodes.InvalidCatalogName => FaultKind.NoDatabase,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.QueryCanceled => FaultKind.Transient,
        "25P03" or "25P04" or "57P04" or "57P05" => FaultKind.Lost, // the session was ended: a time limit, or its database was dropped
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => FaultKind.Lost,
        var state when state.StartsWith("53", StringComparison.Ordinal) => FaultKind.Transient, // no space, memory or connections left
        var state when IsOfValue(state) => FaultKind.BadValue,
        var state when state.StartsWith("08", StringComparison.Ordinal) => FaultKind.Lost,
        var state when state.StartsWith("0A", StringComparison.Ordinal) => FaultKind.Sql,
        var state when state.StartsWith("42", StringComparison.Ordinal) && state != "428C9" => FaultKind.Sql,
        _ when refused.IsTransient => FaultKind.Transient,
        _ => FaultKind.Other,
    };

    private static bool IsOfValue(string state) => state.StartsWith("22", StringComparison.Ordinal);

    private static string TextOf(PostgresException refused) => IsOfValue(refused.SqlState) ? ServerText.OfPostgreSqlValue(refused.MessageText) : refused.MessageText;

    private static string Reason(Exception exception) => exception.InnerException is { } inner && inner.Message != exception.Message ? $"{exception.Message} {inner.Message}" : exception.Message;
}
