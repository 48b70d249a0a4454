using Syncline.Connectors.Files.Json;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tests.Json;

public sealed class JsonFileTests : IDisposable
{
    private readonly FileFolder folder = new(new JsonConnector());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.jsonl", "{\"id\":1,\"at\":{\"city\":\"Köln\",\"zip\":null},\"tags\":[1,\"x\"],\"sum\":1}\n\n{\"id\":2,\"sum\":2.50,\"ok\":true,\"late\":\"x\"}\n")]
    [InlineData("a.json", "[{\"id\":1,\"at\":{\"city\":\"Köln\",\"zip\":null},\"tags\":[1,\"x\"],\"sum\":1},\n {\"id\":2,\"sum\":2.50,\"ok\":true,\"late\":\"x\"}]")]
    public async Task Nested_values_are_columns_named_by_their_path_and_types_fit_every_row(string name, string content)
    {
        folder.Add(name, content);
        await using var connection = await folder.ConnectAsync(name);

        (await connection.DescribeTableAsync(name, Token)).Columns.Select(column => (column.Name, column.Type.Kind)).ShouldBe(
        [
            ("id", ColumnKind.Integer), ("at.city", ColumnKind.Text), ("at.zip", ColumnKind.Text), ("tags", ColumnKind.Text), ("sum", ColumnKind.Decimal), ("ok", ColumnKind.Boolean), ("late", ColumnKind.Text),
        ]);
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = name })).ShouldBe(
            [[1L, "Köln", null, "[1,\"x\"]", 1m, null, null], [2L, null, null, null, 2.5m, true, "x"]]);
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = name, Columns = ["sum", "at.city"], MaxRows = 1, BatchSize = 1 })).ShouldBe([[1m, "Köln"]]);
    }

    [Fact]
    public async Task A_list_within_a_document_is_found_by_its_path_and_can_only_be_read()
    {
        folder.Add("a.json", "{\"@odata.context\":\"x\",\"data\":{\"value\":[{\"id\":1},{\"id\":2}]}}");
        await using var connection = await folder.ConnectAsync("a.json", ("rows", "data.value"));

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "a.json" })).ShouldBe([[1L], [2L]]);
        connection.Writer.ShouldBeNull();
    }

    [Theory]
    [InlineData("a.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\",\"city\":\"Köln\"}\n")]
    [InlineData("a.json", "[{\"id\":\"1\"},{\"id\":\"2\",\"city\":\"Köln\"}]")]
    public async Task Text_that_is_not_UTF_8_is_refused_and_never_written_over_with_signs_of_replacement(string name, string content)
    {
        folder.Add(name, System.Text.Encoding.Latin1.GetBytes(content));
        await using var connection = await folder.ConnectAsync(name);

        var refusal = await Should.ThrowAsync<Core.Errors.ReadException>(async () => await FileFolder.WriteAsync(connection, name, WriteKind.Insert, ["id"], ["3"]));

        refusal.Error.Id.ShouldBe("FI1121");
        refusal.Error.Message.ShouldContain("UTF-8");
        (await File.ReadAllBytesAsync(folder.FullPath(name), Token)).ShouldBe(System.Text.Encoding.Latin1.GetBytes(content));
    }

    [Fact]
    public async Task Objects_that_are_not_changed_stay_and_changed_ones_keep_what_is_not_named()
    {
        folder.Add("a.jsonl", "{ \"id\":\"1\", \"at\": {\"city\":\"Köln\"}, \"tags\":[1] }\n{\"id\":\"2\",\"at\":{\"city\":\"Bonn\",\"zip\":\"5\"},\"tags\":[2]}\n{\"id\":\"3\"}\n");
        await using var connection = await folder.ConnectAsync("a.jsonl");

        await FileFolder.WriteAsync(connection, "a.jsonl", WriteKind.Update, ["id", "at.city", "tags"], ["2", "Ulm", "[3,4]"]);
        await FileFolder.WriteAsync(connection, "a.jsonl", WriteKind.Delete, ["id"], ["3"]);
        await FileFolder.WriteAsync(connection, "a.jsonl", WriteKind.Insert, ["id", "at.zip", "tags"], ["4", "7", null]);

        (await folder.TextAsync("a.jsonl")).ShouldBe(
            "{ \"id\":\"1\", \"at\": {\"city\":\"Köln\"}, \"tags\":[1] }\n{\"id\":\"2\",\"at\":{\"city\":\"Ulm\",\"zip\":\"5\"},\"tags\":[3,4]}\n{\"id\":\"4\",\"at\":{\"zip\":\"7\"}}\n");
    }

    [Fact]
    public async Task A_column_beside_one_that_its_name_begins_with_keeps_its_value()
    {
        object?[][] rows = [["1", "account", "a-1"], ["2", null, "a-2"], ["3", "team", null]];
        await using (var made = await folder.ConnectAsync("new.jsonl", ("columns", "id, owner.table, owner")))
        {
            (await FileFolder.WriteAsync(made, "new.jsonl", WriteKind.Insert, ["id", "owner.table", "owner"], rows)).ShouldAllBe(outcome => outcome == "Done");
        }

        (await folder.TextAsync("new.jsonl")).ShouldBe("{\"id\":\"1\",\"owner.table\":\"account\",\"owner\":\"a-1\"}\n{\"id\":\"2\",\"owner\":\"a-2\"}\n{\"id\":\"3\",\"owner.table\":\"team\"}\n");
        await using var connection = await folder.ConnectAsync("new.jsonl");
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "new.jsonl", Columns = ["id", "owner.table", "owner"] })).ShouldBe(rows);
    }

    [Fact]
    public async Task A_value_that_takes_the_place_of_an_object_leaves_the_columns_in_it()
    {
        folder.Add("a.jsonl", "{\"id\":\"1\",\"owner\":{\"table\":\"team\"}}\n{\"id\":\"2\",\"owner\":\"x\"}\n{\"id\":\"3\",\"owner\":{\"table\":\"team\"}}\n");
        await using var connection = await folder.ConnectAsync("a.jsonl");

        (await FileFolder.WriteAsync(connection, "a.jsonl", WriteKind.Update, ["id", "owner"], ["1", "y"], ["3", null])).ShouldBe(["Done", "Done"]);
        (await FileFolder.WriteAsync(connection, "a.jsonl", WriteKind.Update, ["id", "owner.table"], ["2", "user"])).ShouldBe(["Done"]);

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "a.jsonl", Columns = ["id", "owner", "owner.table"] })).ShouldBe([["1", "y", "team"], ["2", "x", "user"], ["3", null, "team"]]);
    }

    [Theory]
    [InlineData("new.json", "[\n{\"id\":\"a\",\"n\":1.25,\"ok\":true,\"d\":\"2024-02-29\"},\n{\"id\":\"b\"}\n]\n")]
    [InlineData("new.jsonl", "{\"id\":\"a\",\"n\":1.25,\"ok\":true,\"d\":\"2024-02-29\"}\n{\"id\":\"b\"}\n")]
    public async Task A_new_file_has_the_declared_columns_also_those_that_no_row_has(string name, string content)
    {
        await using var connection = await folder.ConnectAsync(name, ("columns", "id, n:decimal(2), ok:boolean, d:date, none:date-time"));
        object?[][] rows = [["a", 1.25m, true, new DateOnly(2024, 2, 29), null], ["b", null, null, null, null]];

        (await FileFolder.WriteAsync(connection, name, WriteKind.Insert, ["id", "n", "ok", "d", "none"], rows)).ShouldBe(["Done", "Done"]);

        (await folder.TextAsync(name)).ShouldBe(content);
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = name })).ShouldBe(rows);
    }
}
