using Syncline.Connectors.Databases.Sqlite;
using Syncline.Connectors.Databases.Tests.Beds;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Tests.Writing;

public sealed class SqliteWritingTests : IAsyncLifetime
{
    private readonly SqliteFile file = new();
    private DatabaseBed bed = null!;

    public async ValueTask InitializeAsync()
    {
        file.Execute("CREATE TABLE sums (id INTEGER PRIMARY KEY, exact DECIMAL_TEXT(28,4), loose DECIMAL(28,4)); CREATE TABLE things (id UUID PRIMARY KEY, name TEXT)");
        bed = await DatabaseBed.OpenAsync(new SqliteConnector(), file.Settings());
    }

    public async ValueTask DisposeAsync()
    {
        await bed.DisposeAsync();
        file.Dispose();
    }

    [Fact]
    public async Task A_number_with_more_digits_than_the_column_keeps_is_refused_and_one_that_fits_is_exact()
    {
        var outcomes = await bed.WriteAsync(
            WriteKind.Insert, "sums", ["id", "exact", "loose"], [], [1L, 123456789012345678901.2345m, 12345678901.2345m], [2L, 1m, 123456789012345678901.2345m]);

        outcomes.Select(outcome => outcome.Error?.Id).ShouldBe([null, "DB1317"]);
        (await bed.LinesAsync("sums")).ShouldBe(["1 | 123456789012345678901.2345 | 12345678901.2345"]);
    }

    [Fact]
    public async Task A_new_row_gets_its_number_back()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Insert, "sums", ["exact"], [], [1m], [2m]);

        outcomes.Select(outcome => outcome.Id).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task An_id_is_found_in_whichever_case_another_program_wrote_it()
    {
        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        file.Execute($"INSERT INTO things VALUES ('{id.ToString().ToUpperInvariant()}', 'old')");

        var outcomes = await bed.WriteAsync(WriteKind.Update, "things", ["id", "name"], ["id"], [id, "new"]);

        outcomes[0].Status.ShouldBe(RowStatus.Done);
        (await bed.LinesAsync("things")).ShouldBe([$"{id} | new"]);
    }

    [Fact]
    public async Task A_row_that_rolls_back_its_transaction_takes_no_other_with_it()
    {
        file.Execute("CREATE TABLE strict_names (id INTEGER PRIMARY KEY, name TEXT UNIQUE ON CONFLICT ROLLBACK)");

        var outcomes = await bed.WriteAsync(WriteKind.Insert, "strict_names", ["id", "name"], [], [1L, "a"], [2L, "b"], [3L, "a"], [4L, "d"]);

        outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Done, RowStatus.Done, RowStatus.Failed, RowStatus.Done]);
        (await bed.LinesAsync("strict_names")).ShouldBe(["1 | a", "2 | b", "4 | d"]);
    }

    [Fact]
    public async Task An_upsert_of_nothing_but_a_key_that_is_there_is_done()
    {
        file.Execute("INSERT INTO sums (id) VALUES (1)");

        var outcomes = await bed.WriteAsync(WriteKind.Upsert, "sums", ["id"], ["id"], [1L], [2L]);

        outcomes.Select(outcome => outcome.Status).ShouldBe([RowStatus.Done, RowStatus.Done]);
    }

    [Fact]
    public async Task A_text_keeps_its_null_character()
    {
        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");

        await bed.WriteAsync(WriteKind.Insert, "things", ["id", "name"], [], [id, "a\0b"]);

        (await bed.LinesAsync("things")).ShouldBe([$"{id} | a\0b"]);
    }
}
