using System.Text;
using Syncline.Core.Reading;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tests.Csv;

public sealed class CsvWritingTests : IDisposable
{
    private readonly FileFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rows_that_are_not_changed_stay_byte_for_byte_and_new_ones_are_written_in_the_same_way()
    {
        folder.Add("c.csv", "\uFEFFid;name;note\r\n\"1\";Ada;\"\"\r\n2;Bob;\r\n3;\"Eve\";x\r\n");
        await using var connection = await folder.ConnectAsync("c.csv");

        (await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Update, ["id", "name"], ["2", "Bob; \"B\""])).ShouldBe(["Done"]);
        (await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Delete, ["id"], ["3"])).ShouldBe(["Done"]);
        (await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Insert, ["id", "name", "note"], ["4", "Öz\nlem", null], ["5", "", "y"])).ShouldBe(["Done", "Done"]);

        Encoding.UTF8.GetString(await File.ReadAllBytesAsync(folder.FullPath("c.csv"), Token)).ShouldBe(
            "\uFEFFid;name;note\r\n\"1\";Ada;\"\"\r\n2;\"Bob; \"\"B\"\"\";\r\n4;\"Öz\nlem\";\r\n5;\"\";y\r\n");
    }

    [Fact]
    public async Task A_last_line_without_an_end_gets_one_before_rows_are_added()
    {
        folder.Add("c.csv", "id,name\n1,Ada");
        await using var connection = await folder.ConnectAsync("c.csv");

        await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Insert, ["id", "name"], ["2", "Bob"]);

        (await folder.TextAsync("c.csv")).ShouldBe("id,name\n1,Ada\n2,Bob\n");
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_or_read_fails_its_rows_and_leaves_none_in_doubt()
    {
        folder.Add("c.csv", "id,name\n1,Ada\n");
        File.SetAttributes(folder.FullPath("c.csv"), FileAttributes.ReadOnly);
        folder.Add("broken.csv", "id,name\n1,Ada,x\n");
        await using var connection = await folder.ConnectAsync("c.csv");
        await using var broken = await folder.ConnectAsync("broken.csv");

        (await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Update, ["id", "name"], ["1", "Bob"], [null, "Eve"])).ShouldBe(["Failed FI1209", "Failed FI1202"]);
        (await FileFolder.WriteAsync(broken, "broken.csv", WriteKind.Update, ["id", "name"], ["1", "Bob"])).ShouldBe(["Failed FI1105"]);

        File.SetAttributes(folder.FullPath("c.csv"), FileAttributes.Normal);
        (await folder.TextAsync("c.csv")).ShouldBe("id,name\n1,Ada\n");
    }

    [Fact]
    public async Task Line_ends_and_byte_order_mark_can_be_set()
    {
        folder.Add("c.csv", "id,name\n1,\"a\nb\"\n");
        await using var connection = await folder.ConnectAsync("c.csv", ("line-end", "crlf"), ("byte-order-mark", "true"));

        await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Insert, ["id", "name"], ["2", "Bob"]);

        Encoding.UTF8.GetString(await File.ReadAllBytesAsync(folder.FullPath("c.csv"), Token)).ShouldBe("\uFEFFid,name\r\n1,\"a\nb\"\r\n2,Bob\r\n");
    }

    [Theory]
    [InlineData("c.csv.gz")]
    [InlineData("c.csv.zst")]
    [InlineData("c.tsv")]
    public async Task A_file_that_is_not_there_is_made_with_the_columns_declared(string name)
    {
        var options = ("columns", "id:integer, amount:decimal(2), born:date, when:date-time, note");
        await using var connection = await folder.ConnectAsync(name, options);
        object?[][] rows = [[1L, 12.50m, new DateOnly(2024, 2, 29), new DateTime(2024, 1, 31, 12, 0, 0, 500, DateTimeKind.Utc), "a,b\t;"], [2L, null, null, null, null]];

        (await FolderTablesAsync(connection)).ShouldBe([name]);
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = name })).ShouldBeEmpty();
        (await FileFolder.WriteAsync(connection, name, WriteKind.Upsert, ["id", "amount", "born", "when", "note"], rows)).ShouldBe(["Done", "Done"]);
        (await FileFolder.WriteAsync(connection, name, WriteKind.Insert, ["id"], [2L], [3L])).ShouldBe(["Failed FI1203", "Done"]);

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = name })).ShouldBe([[1L, 12.5m, rows[0][2], rows[0][3], "a,b\t;"], rows[1], [3L, null, null, null, null]]);
        Directory.EnumerateFiles(folder.FullPath("")).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Formulas_are_neutralized_for_spreadsheets_and_come_back_as_they_were()
    {
        folder.Add("c.csv", "id,note\n");
        await using var connection = await folder.ConnectAsync("c.csv", ("neutralize-formulas", "true"));

        await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Insert, ["id", "note"], ["1", "=cmd|' /C calc'!A0"], ["2", "+49 30 1234"], ["3", "-sum"], ["4", "'quoted'"]);

        (await folder.TextAsync("c.csv")).ShouldBe("id,note\n1,'=cmd|' /C calc'!A0\n2,+49 30 1234\n3,'-sum\n4,'quoted'\n");
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "c.csv", Columns = ["note"] })).ShouldBe([["=cmd|' /C calc'!A0"], ["+49 30 1234"], ["-sum"], ["'quoted'"]]);
    }

    [Fact]
    public async Task Rows_that_can_not_be_written_fail_alone_and_say_why()
    {
        folder.Add("c.csv", "id,name\n1,Ada\n2,Bob\n2,Bo\n");
        await using var connection = await folder.ConnectAsync("c.csv", ("encoding", "windows-1252"));

        (await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Update, ["id", "name"], ["1", "漢"], ["2", "x"], ["7", "x"], [null, "x"], ["1", "André"], ["1", "again"]))
            .ShouldBe(["Failed FI1206", "Failed FI1205", "Failed FI1204", "Failed FI1202", "Failed FI1205", "Failed FI1205"]);
        (await folder.TextAsync("c.csv")).ShouldBe("id,name\n1,Ada\n2,Bob\n2,Bo\n");
    }

    [Fact]
    public async Task A_hundred_thousand_rows_are_changed_in_one_pass()
    {
        folder.Add("c.csv", "id,name\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},before {i}\n")));
        await using var connection = await folder.ConnectAsync("c.csv");

        var outcomes = await FileFolder.WriteAsync(connection, "c.csv", WriteKind.Update, ["id", "name"], [.. Enumerable.Range(0, 50_000).Select(i => new object?[] { $"{i * 2}", $"after {i}" })]);

        outcomes.ShouldAllBe(outcome => outcome == "Done");
        var rows = await FileFolder.ReadAsync(connection, new ReadRequest { Table = "c.csv" });
        rows.Count.ShouldBe(100_000);
        rows[2].ShouldBe(["2", "after 1"]);
        rows[3].ShouldBe(["3", "before 3"]);
    }

    private static async Task<IReadOnlyList<string>> FolderTablesAsync(Core.Connectors.IConnection connection) =>
        await connection.ListTablesAsync(Core.Connectors.TableFilter.All, Token).Select(table => table.Name).ToListAsync(Token);
}
