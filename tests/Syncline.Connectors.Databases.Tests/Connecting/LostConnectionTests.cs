using System.Globalization;
using Syncline.Connectors.Databases.MySql;
using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Connectors.Databases.Tests.Beds;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.DatabaseServers;

namespace Syncline.Connectors.Databases.Tests.Connecting;

/// <summary>What is told when the wire to a server is cut, or a table vanishes, in the middle of something.</summary>
public sealed class LostConnectionTests(PostgreSqlServer postgres, MariaDbServer maria)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_is_looked_for_while_the_wire_is_cut_is_told_as_lost()
    {
        Assert.SkipWhen(postgres.Missing is not null, postgres.Missing ?? "");
        await using var wire = new CutWire(postgres.Port, "sought_table");
        await using var bed = await DatabaseBed.OpenAsync(new PostgreSqlConnector(), Through(wire, postgres.Settings("postgres")));

        var error = (await Should.ThrowAsync<ReadException>(async () =>
            await bed.Connection.Designer!.DesignAsync("sought_table", [new() { Name = "id", Type = ColumnType.Of(ColumnKind.Integer) }], [], Cancellation))).Error;

        (error.Id, error.Recovery).ShouldBe(("DB1203", Recovery.Reconnect));
        wire.Cuts.ShouldBe(1);
    }

    [Fact]
    public async Task The_rows_of_a_table_that_is_gone_can_not_be_counted_and_that_is_told()
    {
        Assert.SkipWhen(postgres.Missing is not null, postgres.Missing ?? "");
        var database = await postgres.CreateAsync("CREATE TABLE gone (id INTEGER)");
        await using var bed = await DatabaseBed.OpenAsync(new PostgreSqlConnector(), postgres.Settings(database));
        await bed.Connection.DescribeTableAsync("gone", Cancellation);
        await postgres.ExecuteAsync(database, "DROP TABLE gone");

        var error = (await Should.ThrowAsync<SchemaException>(async () => await bed.Connection.EstimateRowsAsync("gone", Cancellation))).Error;

        (error.Id, error.ServerCode).ShouldBe(("DB1105", "42P01"));
    }

    [Theory]
    [InlineData("InnoDB", "1 Failed DB1314, 2 Failed DB1314, 3 Failed DB1314, 4 Failed DB1314", "")]
    [InlineData("MyISAM", "1 Done, 2 Done, 3 Unknown DB1313, 4 Failed DB1314", "1 | 2")]
    public async Task What_was_under_way_is_in_doubt_only_where_it_can_not_be_rolled_back(string engine, string outcomes, string there)
    {
        Assert.SkipWhen(maria.Missing is not null, maria.Missing ?? "");
        var database = await maria.CreateAsync($"CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20)) ENGINE={engine}");
        await using var wire = new CutWire(maria.Port, "cut here");
        await using var bed = await DatabaseBed.OpenAsync(new MySqlDatabaseConnector(), Through(wire, maria.Settings(database)));

        var written = await bed.WriteAsync(WriteKind.Insert, "people", ["id", "name"], [], [1L, "a"], [2L, "b"], [3L, "cut here"], [4L, "d"]);

        string.Join(", ", written.Select((outcome, i) => $"{i + 1} {outcome.Status}{(outcome.Error is { } error ? $" {error.Id}" : "")}")).ShouldBe(outcomes);
        string.Join(" | ", await bed.LinesAsync("people", ["id"])).ShouldBe(there);
    }

    [Fact]
    public async Task A_bad_row_of_a_table_without_transactions_leaves_no_other_row_out_and_none_twice()
    {
        Assert.SkipWhen(maria.Missing is not null, maria.Missing ?? "");
        var database = await maria.CreateAsync("CREATE TABLE notes (id INTEGER, name VARCHAR(5)) ENGINE=MyISAM");
        await using var bed = await DatabaseBed.OpenAsync(new MySqlDatabaseConnector(), maria.Settings(database));

        var written = await bed.WriteAsync(WriteKind.Insert, "notes", ["id", "name"], [], [1L, "a"], [2L, "too long"], [3L, "c"]);

        written.Select(outcome => outcome.Error?.Id).ShouldBe([null, "DB1305", null]);
        (await bed.LinesAsync("notes", ["id"])).ShouldBe(["1", "3"]);
    }

    private static ConnectionSettings Through(CutWire wire, ConnectionSettings settings) => settings with
    {
        Options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal) { ["port"] = wire.Port.ToString(CultureInfo.InvariantCulture) },
    };
}
