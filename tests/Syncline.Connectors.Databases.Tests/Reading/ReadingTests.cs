using Syncline.Connectors.Databases.MySql;
using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Connectors.Databases.Sqlite;
using Syncline.Connectors.Databases.Tests.Beds;
using Syncline.Core.Reading;
using Syncline.DatabaseServers;

namespace Syncline.Connectors.Databases.Tests.Reading;

public sealed class ReadingTests(PostgreSqlServer postgres, MariaDbServer maria)
{
    private const string People = "CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), country VARCHAR(2));\nINSERT INTO people VALUES (1, 'Ada', 'DE'), (2, 'Bo', 'SE'), (3, 'Cy', 'DE')";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    [InlineData("mysql")]
    public async Task A_filter_and_a_query_are_the_databases_own_SQL_and_can_not_write(string connector)
    {
        using var file = new SqliteFile();
        await using var bed = await OpenAsync(connector, file, People);

        (await bed.LinesAsync("people", ["name"], "country = 'DE' and id < 3")).ShouldBe(["Ada"]);
        (await bed.LinesAsync("select country, count(*) as number from people group by country;")).ShouldBe(["DE | 2", "SE | 1"]);
        (await bed.LinesAsync("select id, name from people", ["name"], "id = 2")).ShouldBe(["Bo"]);

        (await bed.ReadErrorAsync("people", "1 = 1; delete from people")).Id.ShouldBe("DB1104");
        (await bed.ReadErrorAsync("people", "1 = 1) or (1 = 1")).ShouldNotBeNull().Id.ShouldBe("DB1104");
        (await bed.ReadErrorAsync("people", "nothing = 1")).Id.ShouldBe("DB1105");
        (await bed.ReadErrorAsync("select * from nowhere")).Id.ShouldBe("DB1105");
        (await bed.ReadErrorAsync("with gone as (delete from people returning id) select * from gone")).Id.ShouldBe("DB1105");
        (await bed.LinesAsync("people", ["id"])).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("sqlite", "people")]
    [InlineData("postgresql", "public.people")]
    [InlineData("mysql", "people")]
    public async Task Wrong_names_are_told_with_the_nearest(string connector, string shown)
    {
        using var file = new SqliteFile();
        await using var bed = await OpenAsync(connector, file, People);

        var table = await bed.ReadErrorAsync("peeple");
        var column = await bed.ReadErrorAsync("people", columns: ["nam"]);

        (table.Message, table.Advice).ShouldBe(("There is no table 'peeple'.", "Did you mean 'people'?"));
        (column.Message, column.Advice).ShouldBe(($"{shown} has no column 'nam'.", "Did you mean 'name'?"));
    }

    [Theory]
    [InlineData("postgresql", "numeric", "1e40", "an exact number", "it has more than 12 digits after the point, or more than 28 in all")]
    [InlineData("postgresql", "numeric", "0.1234567890123", "an exact number", "it has more than 12 digits after the point, or more than 28 in all")]
    [InlineData("postgresql", "date", "'infinity'", "a date", null)]
    [InlineData("sqlite", "INTEGER", "'seven'", "a whole number", "it has another form")]
    [InlineData("sqlite", "DATE", "'3/4/24'", "a date", "it has another form")]
    [InlineData("sqlite", "DATETIME", "1700000000", "a date and time", "it has another form")]
    [InlineData("sqlite", "BLOB", "'text'", "bytes", "it has another form")]
    [InlineData("mysql", "tinyint(1)", "2", "true or false", "it has another form")]
    [InlineData("mysql", "time", "'25:00:00'", "a time of day", null)]
    public async Task A_value_that_can_not_be_kept_exactly_ends_the_read_and_names_its_column(string connector, string type, string value, string wanted, string? why)
    {
        using var file = new SqliteFile();
        await using var bed = await OpenAsync(connector, file, $"CREATE TABLE odd (id INTEGER NOT NULL PRIMARY KEY, v {type});\nINSERT INTO odd VALUES (1, NULL), (2, {value})");

        var error = await bed.ReadErrorAsync("odd");

        error.Id.ShouldBe("DB1202", error.Message);
        error.Column.ShouldBe("v");
        error.Message.ShouldContain($"can't be read as {wanted}: {why}");
        error.Message.ShouldNotContain(value.Trim('\''));
    }

    [Fact]
    public async Task A_long_query_ends_when_it_is_cancelled()
    {
        using var file = new SqliteFile();
        foreach (var (connector, query) in new[]
        {
            ("sqlite", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n"),
            ("postgresql", "SELECT pg_sleep(3600)::text AS c"),
            ("mysql", "SELECT id + SLEEP(3600) AS c FROM people"),
        })
        {
            if ((connector == "postgresql" && postgres.Missing is not null) || (connector == "mysql" && maria.Missing is not null))
            {
                continue;
            }

            await using var bed = await OpenAsync(connector, file, connector == "sqlite" ? "SELECT 1" : People);
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            await bed.Connection.DescribeTableAsync(query, TestContext.Current.CancellationToken);
            cancel.CancelAfter(TimeSpan.FromMilliseconds(200));

            await Should.ThrowAsync<OperationCanceledException>(() => Task.Run(async () =>
            {
                await foreach (var batch in bed.Connection.ReadAsync(new ReadRequest { Table = query }, cancel.Token))
                {
                    batch.Dispose();
                }
            }));
        }
    }

    private async Task<DatabaseBed> OpenAsync(string connector, SqliteFile file, string sql)
    {
        switch (connector)
        {
            case "sqlite":
                file.Execute(sql);
                return await DatabaseBed.OpenAsync(new SqliteConnector(), file.Settings());
            case "postgresql":
                Assert.SkipWhen(postgres.Missing is not null, postgres.Missing ?? "");
                return await DatabaseBed.OpenAsync(new PostgreSqlConnector(), postgres.Settings(await postgres.CreateAsync(sql)));
            default:
                Assert.SkipWhen(maria.Missing is not null, maria.Missing ?? "");
                return await DatabaseBed.OpenAsync(new MySqlDatabaseConnector(), maria.Settings(await maria.CreateAsync(sql)));
        }
    }
}
