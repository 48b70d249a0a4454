using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using MySqlConnector;
using Syncline.Connectors.Databases.Errors;

namespace Syncline.Connectors.Databases.MySql;

/// <summary>
/// What error numbers mean (https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html, https://mariadb.com/kb/en/mariadb-error-codes/).
/// </summary>
internal static partial class MySqlFaults
{
    /// <summary>The fault; null for an exception of something else.</summary>
    public static DatabaseFault? Of(Exception exception) => exception switch
    {
        MySqlException { InnerException: AuthenticationException reason } => new(FaultKind.Tls, null, reason.Message),
        MySqlException failure when failure.ErrorCode == MySqlErrorCode.UnableToConnectToHost && failure.Message.Contains("SSL", StringComparison.Ordinal) => new(FaultKind.Tls, null, failure.Message),
        MySqlException failure => Told(failure),
        SocketException failure => new(FaultKind.Unreachable, failure.SocketErrorCode.ToString(), failure.Message),
        IOException failure => new(FaultKind.Lost, null, failure.Message),
        _ => null,
    };

    private static DatabaseFault Told(MySqlException failure)
    {
        var kind = KindOf(failure);
        return new(
            kind,
            failure.Number > 0 ? failure.Number.ToString(CultureInfo.InvariantCulture) : null,
            ServerText.OfMySql(failure.Message),
            kind is FaultKind.DuplicateKey or FaultKind.ForeignKey or FaultKind.Check && ConstraintName().Match(failure.Message) is { Success: true } constraint ? constraint.Groups["name"].Value : null,
            ColumnName().Match(failure.Message) is { Success: true } column ? column.Groups["name"].Value : null);
    }

    private static FaultKind KindOf(MySqlException failure) => failure.Number switch
    {
        1062 or 1586 => FaultKind.DuplicateKey,
        1048 or 1364 => FaultKind.NullValue,
        1451 or 1452 or 1216 or 1217 => FaultKind.ForeignKey,
        3819 or 4025 => FaultKind.Check,
        1406 => FaultKind.TooLong,
        1264 or 1690 => FaultKind.OutOfRange,
        1265 or 1292 or 1366 or 1411 or 3140 => FaultKind.BadValue,
        1142 or 1143 or 1227 or 1370 => FaultKind.NoPrivilege,
        1290 or 1792 or 1836 => FaultKind.ReadOnly,
        1045 or 1698 or 1130 or 1524 => FaultKind.SignInRefused,
        1044 or 1049 => FaultKind.NoDatabase,
        1054 or 1064 or 1109 or 1146 or 1305 or 1052 or 1060 or 1582 or 1235 => FaultKind.Sql,
        1205 or 1213 or 1040 or 1203 or 1021 or 1114 or 1637 or 3024 or 1969 => FaultKind.Transient,
        1042 => FaultKind.Unreachable,
        0 or 1053 or 1152 or 1153 or (>= 1158 and <= 1161) or 1317 or 1927 or (>= 2000 and < 3000) => FaultKind.Lost,
        _ when failure.IsTransient => FaultKind.Transient,
        _ => FaultKind.Other,
    };

    [GeneratedRegex("(?:[Cc]olumn|Field) (?:`[^`]*`\\.)*['`](?<name>[^'`]+)['`]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ColumnName();

    [GeneratedRegex("(?:for key|CONSTRAINT|[Cc]heck constraint) ['`](?<name>[^'`]+)['`]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConstraintName();
}
