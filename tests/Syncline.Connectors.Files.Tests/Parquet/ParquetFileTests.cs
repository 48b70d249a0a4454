using Syncline.Connectors.Files.Parquet;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tests.Parquet;

public sealed class ParquetFileTests : IDisposable
{
    private const string Columns = "id, whole:integer, n:decimal(2), x:number, ok:boolean, d:date, t:time, at:date-time, local:local-date-time, g:id, b:binary";

    private readonly FileFolder folder = new(new ParquetConnector());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_type_is_kept_and_rows_are_changed_removed_and_added_in_their_order()
    {
        await using var connection = await folder.ConnectAsync("a.parquet", ("columns", Columns));
        var names = (await connection.DescribeTableAsync("a.parquet", Token)).Columns.Select(column => column.Name).ToArray();
        object?[][] rows = [Row("1"), ["2", .. new object?[10]], Row("3"), Row("4")];

        (await FileFolder.WriteAsync(connection, "a.parquet", WriteKind.Insert, names, rows)).ShouldBe(["Done", "Done", "Done", "Done"]);
        await using var again = await folder.ConnectAsync("a.parquet");
        (await again.DescribeTableAsync("a.parquet", Token)).Columns.Select(column => column.Type.Kind).ShouldBe((await connection.DescribeTableAsync("a.parquet", Token)).Columns.Select(column => column.Type.Kind));
        (await FileFolder.ReadAsync(again, new ReadRequest { Table = "a.parquet" })).ShouldBe(rows);

        (await FileFolder.WriteAsync(again, "a.parquet", WriteKind.Update, ["id", "whole", "ok"], ["2", 7L, null], ["4", null, false])).ShouldAllBe(outcome => outcome == "Done");
        (await FileFolder.WriteAsync(again, "a.parquet", WriteKind.Delete, ["id"], ["3"])).ShouldAllBe(outcome => outcome == "Done");
        (await FileFolder.WriteAsync(again, "a.parquet", WriteKind.Upsert, ["id", "n"], ["5", 0.5m], ["1", -0.25m])).ShouldAllBe(outcome => outcome == "Done");

        (await FileFolder.ReadAsync(again, new ReadRequest { Table = "a.parquet", Columns = ["id", "whole", "ok", "n"] })).ShouldBe(
            [["1", long.MaxValue, true, -0.25m], ["2", 7L, null, null], ["4", null, false, 12.34m], ["5", null, null, 0.5m]]);
        Directory.EnumerateFileSystemEntries(folder.FullPath("")).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Folders_that_name_a_value_are_a_column_of_the_one_table()
    {
        foreach (var year in new[] { "2023", "2024" })
        {
            Directory.CreateDirectory(folder.FullPath($"lake/year={year}"));
            await using var part = await folder.ConnectAsync($"lake/year={year}/part.parquet", ("columns", "id, sum:integer"));
            await FileFolder.WriteAsync(part, "part.parquet", WriteKind.Insert, ["id", "sum"], [$"{year}-1", 1L], [$"{year}-2", 2L]);
        }

        await using var connection = await folder.ConnectAsync("lake", ("one-table", "orders"));

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "orders", Columns = ["id", "year"] })).ShouldBe(
            [["2023-1", "2023"], ["2023-2", "2023"], ["2024-1", "2024"], ["2024-2", "2024"]]);
        connection.Writer.ShouldBeNull();
    }

    [Fact]
    public async Task Signs_of_a_pattern_in_a_files_name_are_signs_of_its_name()
    {
        foreach (var name in new[] { "a[1].parquet", "a1.parquet" })
        {
            await using var made = await folder.ConnectAsync(name, ("columns", "id"));
            await FileFolder.WriteAsync(made, name, WriteKind.Insert, ["id"], [name]);
        }

        await using var connection = await folder.ConnectAsync("a[1].parquet");
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "a[1].parquet" })).ShouldBe([["a[1].parquet"]]);
    }

    private static object?[] Row(string id) =>
    [
        id, long.MaxValue, 12.34m, 0.1, true, new DateOnly(1969, 7, 20), new TimeOnly(23, 59, 59, 999), new DateTime(2024, 1, 31, 12, 0, 0, 123, DateTimeKind.Utc),
        new DateTime(1999, 12, 31, 23, 59, 59, DateTimeKind.Unspecified), Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), new byte[] { 0, 255, 7 },
    ];
}
