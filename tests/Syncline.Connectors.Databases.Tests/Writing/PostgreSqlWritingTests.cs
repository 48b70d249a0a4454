using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Connectors.Databases.Tests.Beds;
using Syncline.Core.Writing;
using Syncline.DatabaseServers;

namespace Syncline.Connectors.Databases.Tests.Writing;

public sealed class PostgreSqlWritingTests : IAsyncLifetime
{
    private readonly PostgreSqlServer server;
    private string database = "";
    private DatabaseBed bed = null!;

    public PostgreSqlWritingTests(PostgreSqlServer server)
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        this.server = server;
    }

    public async ValueTask InitializeAsync()
    {
        database = await server.CreateAsync(
            """"
            CREATE TYPE mood AS ENUM ('glad', 'sad');
            CREATE TABLE numbered (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, double_id integer GENERATED ALWAYS AS (id * 2) STORED);
            CREATE TABLE odd (id integer PRIMARY KEY, feeling mood, tags text[], address inet, document jsonb, fixed char(5), price money, small smallint);
            CREATE TABLE "Odd ""Name""" ("select" integer PRIMARY KEY, "a.b" text)
            """");
        bed = await DatabaseBed.OpenAsync(new PostgreSqlConnector(), server.Settings(database));
    }

    public ValueTask DisposeAsync() => bed.DisposeAsync();

    [Fact]
    public async Task Keys_that_the_database_makes_come_back_with_their_rows()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Insert, "numbered", ["name"], [], ["one"], ["two"], ["three"]);

        foreach (var (outcome, name) in outcomes.Zip(["one", "two", "three"]))
        {
            (await server.ScalarAsync(database, $"SELECT name FROM numbered WHERE id = {outcome.Id}")).ShouldBe(name);
        }
    }

    [Fact]
    public async Task A_row_that_was_deleted_comes_back_under_its_own_number()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Insert, "numbered", ["id", "name"], [], [41L, "answer - 1"], [42L, "answer"]);

        outcomes.Select(outcome => outcome.Id).ShouldBe(["41", "42"]);
        (await bed.LinesAsync("numbered")).ShouldBe(["41 | answer - 1 | 82", "42 | answer | 84"]);
    }

    [Fact]
    public async Task A_computed_column_is_refused_before_anything_is_sent()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Insert, "numbered", ["name", "double_id"], [], ["one", 1L]);

        outcomes[0].Error!.Id.ShouldBe("DB1316");
        outcomes[0].Error!.Message.ShouldBe("The database itself computes column double_id of public.numbered.");
    }

    [Fact]
    public async Task Types_that_have_no_kind_travel_as_text_and_a_text_that_is_none_of_the_type_fails_alone()
    {
        string[] columns = ["id", "feeling", "tags", "address", "document", "fixed", "price", "small"];

        var outcomes = await bed.WriteAsync(
            WriteKind.Insert, "odd", columns, [],
            [1L, "glad", "{a,\"b c\"}", "10.0.0.1", "{\"x\": [1, 2]}", "ab", 12.34m, 7L],
            [2L, "angry", null, null, null, null, null, null],
            [3L, null, null, null, "{no json", null, null, null],
            [4L, null, null, null, null, null, null, 40000L]);

        outcomes.Select(outcome => outcome.Error?.Id).ShouldBe([null, "DB1307", "DB1307", "DB1306"]);
        (await bed.LinesAsync("odd")).ShouldBe(["1 | glad | {a,\"b c\"} | 10.0.0.1/32 | {\"x\": [1, 2]} | ab | 12.34 | 7"]);
    }

    [Fact]
    public async Task Names_are_quoted_whatever_they_hold()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Upsert, "Odd \"Name\"", ["select", "a.b"], ["select"], [1L, "x"]);

        outcomes[0].ShouldBe(new RowOutcome { Status = RowStatus.Done, Id = "1", Inserted = true });
        (await bed.LinesAsync("public.Odd \"Name\"", filter: "\"a.b\" = 'x'")).ShouldBe(["1 | x"]);
    }

    [Theory]
    [InlineData("", RowStatus.Failed, "DB1314")]
    [InlineData("DEFERRABLE INITIALLY DEFERRED", RowStatus.Unknown, "DB1313")]
    public async Task A_lost_connection_leaves_rows_in_doubt_only_while_they_are_committed(string when, RowStatus status, string id)
    {
        await server.ExecuteAsync(
            database,
            $"""
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON numbered {when} FOR EACH ROW EXECUTE FUNCTION die()
            """);

        var outcomes = await bed.WriteAsync(WriteKind.Insert, "numbered", ["id", "name"], [], [1L, "one"], [2L, "two"]);

        outcomes.ShouldAllBe(outcome => outcome.Status == status && outcome.Error!.Id == id);
        (await bed.LinesAsync("numbered")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_changes_of_one_row_in_a_batch_are_done_in_their_order()
    {
        await bed.WriteAsync(WriteKind.Insert, "numbered", ["id", "name"], [], [1L, "first"]);

        var outcomes = await bed.WriteAsync(WriteKind.Update, "numbered", ["id", "name"], ["id"], [1L, "second"], [1L, "third"]);

        outcomes.ShouldAllBe(outcome => outcome.Status == RowStatus.Done);
        (await bed.LinesAsync("numbered", ["name"])).ShouldBe(["third"]);
    }
}
