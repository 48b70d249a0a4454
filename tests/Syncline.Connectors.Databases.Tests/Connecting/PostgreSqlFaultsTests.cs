using Npgsql;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.PostgreSql;

namespace Syncline.Connectors.Databases.Tests.Connecting;

public sealed class PostgreSqlFaultsTests
{
    [Theory]
    [InlineData("25P03")] // idle in transaction for too long
    [InlineData("25P04")] // transaction for too long
    [InlineData("57P01")] // ended by an administrator
    [InlineData("57P04")] // database dropped
    [InlineData("57P05")] // idle for too long
    public void A_session_that_the_server_ends_is_a_lost_connection(string code) =>
        PostgreSqlFaults.Of(new PostgresException("terminating connection", "FATAL", "FATAL", code))!.Kind.ShouldBe(FaultKind.Lost);
}
