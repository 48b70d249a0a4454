using System.Globalization;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Syncline.Connectors.Databases.Errors;

namespace Syncline.Connectors.Databases.SqlServer;

/// <summary>What SQL Server's error numbers mean (https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors).</summary>
internal static partial class SqlServerFaults
{
    /// <summary>The fault; null for an exception of something else.</summary>
    public static DatabaseFault? Of(Exception exception) => exception switch
    {
        SqlException failure => Told(failure),
        InvalidOperationException { Source: "Microsoft.Data.SqlClient" } refusal => OfLibrary(refusal),
        _ => null,
    };

    // What a bulk copy checks by itself has no number, nor has the pool.
    private static DatabaseFault OfLibrary(InvalidOperationException refusal)
    {
        var kind = refusal.Message.StartsWith("The given value", StringComparison.Ordinal)
                ? refusal.InnerException?.Message.Contains("truncated", StringComparison.Ordinal) == true ? FaultKind.TooLong : FaultKind.BadValue
            : refusal.Message.Contains("does not allow DBNull", StringComparison.Ordinal) ? FaultKind.NullValue
            : refusal.Message.Contains("from the pool", StringComparison.Ordinal) ? FaultKind.Transient
            : refusal.Message.Contains("closed", StringComparison.Ordinal) ? FaultKind.Lost
            : FaultKind.Other;
        return new(kind, Code: null, ServerText.OfSqlServer(refusal.Message), Column: CopiedColumn().Match(refusal.Message) is { Success: true } column ? column.Groups["name"].Value : null);
    }

    private static DatabaseFault Told(SqlException failure)
    {
        var kind = KindOf(failure);
        return new(
            kind,
            failure.Number.ToString(CultureInfo.InvariantCulture),
            ServerText.OfSqlServer(failure.Message),
            kind is FaultKind.DuplicateKey or FaultKind.ForeignKey or FaultKind.Check && ConstraintName().Match(failure.Message) is { Success: true } constraint ? constraint.Groups["name"].Value : null,
            ColumnName().Match(failure.Message) is { Success: true } column ? column.Groups["name"].Value : null);
    }

    private static FaultKind KindOf(SqlException failure) => failure.Number switch
    {
        2627 or 2601 => FaultKind.DuplicateKey,
        515 => FaultKind.NullValue,
        547 => failure.Message.Contains("CHECK constraint", StringComparison.Ordinal) ? FaultKind.Check : FaultKind.ForeignKey,
        2628 or 8152 or 4815 => FaultKind.TooLong,
        220 or 242 or 8115 or 517 or 1007 => FaultKind.OutOfRange,
        241 or 245 or 8114 or 8169 or (>= 9400 and < 9500) => FaultKind.BadValue,
        229 or 230 or 262 or 297 or 300 => FaultKind.NoPrivilege,
        3906 or 3908 or 978 => FaultKind.ReadOnly,
        18456 or 18452 or 18470 or 18486 or 18487 or 18488 => FaultKind.SignInRefused,
        4060 or 911 => FaultKind.NoDatabase,
        102 or 105 or 156 or 195 or 207 or 208 or 1033 or 2812 or 4104 or 8155 or 8156 or 8120 => FaultKind.Sql,
        1204 or 1205 or 1222 or 1101 or 1105 or 9002 or 40197 or 40501 or 40613 or 10928 or 10929 or 49918 or 49919 or 49920 => FaultKind.Transient,
        _ when failure.InnerException is AuthenticationException || failure.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) => FaultKind.Tls,
        2 or 26 or 40 or 53 or 258 or 10060 or 10061 or 11001 => FaultKind.Unreachable,
        -2 or 64 or 121 or 232 or 233 or 596 or 6005 or 10053 or 10054 => FaultKind.Lost,
        _ when failure.Class >= 20 => FaultKind.Lost,
        _ when failure.IsTransient => FaultKind.Transient,
        _ => FaultKind.Other,
    };

    [GeneratedRegex(@"for Column \d+ \[(?<name>.+)\] Row \d+|^Column '(?<name>.+)' does not allow", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex CopiedColumn();

    [GeneratedRegex("column '(?<name>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ColumnName();

    [GeneratedRegex("""(?:constraint|unique index) ['"](?<name>[^'"]+)['"]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConstraintName();
}
