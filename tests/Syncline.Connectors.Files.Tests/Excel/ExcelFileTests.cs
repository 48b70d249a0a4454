using MiniExcelLibs;
using Syncline.Connectors.Files.Excel;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tests.Excel;

public sealed class ExcelFileTests : IDisposable
{
    private readonly FileFolder folder = new(new ExcelConnector());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Book => folder.FullPath("book.xlsx");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Sheets_are_tables_and_types_fit_every_cell()
    {
        MakeBook();
        await using var connection = await folder.ConnectAsync("book.xlsx");

        (await connection.ListTablesAsync(TableFilter.All, Token).Select(table => table.Name).ToListAsync(Token)).ShouldBe(["Notes", "People"]);
        (await connection.DescribeTableAsync("People", Token)).Columns.Select(column => (column.Name, column.Type.Kind)).ShouldBe(
        [
            ("id", ColumnKind.Text), ("age", ColumnKind.Integer), ("sum", ColumnKind.Decimal), ("ok", ColumnKind.Boolean), ("seen", ColumnKind.LocalDateTime), ("mixed", ColumnKind.Text), ("none", ColumnKind.Text),
        ]);
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "People" })).ShouldBe(
            [["a", 41L, 12.5m, true, new DateTime(2024, 2, 29, 13, 30, 0), "x", null], ["b", null, 3m, false, new DateTime(2024, 1, 31), "7", null]]);
    }

    [Fact]
    public async Task Rows_of_a_sheet_are_changed_and_everything_else_stays_as_it_is()
    {
        MakeBook();
        var notes = Workbook.Part(Book, "xl/worksheets/sheet2.xml");
        await using var connection = await folder.ConnectAsync("book.xlsx");

        (await FileFolder.WriteAsync(connection, "People", WriteKind.Update, ["id", "age", "mixed"], ["b", 9L, "<&> =1+1"])).ShouldBe(["Done"]);
        (await FileFolder.WriteAsync(connection, "People", WriteKind.Insert, ["id", "age", "sum", "ok", "seen"], ["c", 1L, 0.25m, true, new DateTime(2000, 1, 1, 1, 2, 3)])).ShouldBe(["Done"]);
        (await FileFolder.WriteAsync(connection, "People", WriteKind.Delete, ["id"], ["a"])).ShouldBe(["Done"]);

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "People", Columns = [ReadRequest.LineColumn, "id", "age", "sum", "ok", "seen", "mixed"] })).ShouldBe(
            [[3L, "b", 9L, 3m, false, new DateTime(2024, 1, 31), "<&> =1+1"], [4L, "c", 1L, 0.25m, true, new DateTime(2000, 1, 1, 1, 2, 3), null]]);
        Workbook.Part(Book, "xl/worksheets/sheet2.xml").ShouldBe(notes);
        MiniExcel.Query(Book, useHeaderRow: true, sheetName: "People").Cast<IDictionary<string, object>>().Where(row => row["id"] is not null).Select(row => row["mixed"]).ShouldBe(["<&> =1+1", null]);
    }

    [Fact]
    public async Task A_new_workbook_keeps_every_type_that_is_declared()
    {
        await using var connection = await folder.ConnectAsync(
            "new.xlsx", ("columns", "id, whole:integer, n:decimal, x:number, ok:boolean, d:date, t:time, at:date-time, local:local-date-time, g:id, b:binary"));
        var names = (await connection.DescribeTableAsync("new.xlsx", Token)).Columns.Select(column => column.Name).ToArray();
        object?[] row =
        [
            "a", long.MaxValue, 123456789012345678.12m, 0.1, true, new DateOnly(2024, 2, 29), new TimeOnly(23, 59, 59), new DateTime(2024, 1, 31, 12, 0, 0, 123, DateTimeKind.Utc),
            new DateTime(1899, 12, 31, 23, 59, 59), Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), new byte[] { 0, 255 },
        ];

        (await FileFolder.WriteAsync(connection, "new.xlsx", WriteKind.Insert, names, row)).ShouldBe(["Done"]);

        var table = (await connection.ListTablesAsync(TableFilter.All, Token).SingleAsync(Token)).Name;
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = table })).ShouldBe([row]);
    }

    [Fact]
    public async Task Dates_go_into_a_workbook_that_counts_days_from_1904_as_they_are()
    {
        await using var connection = await folder.ConnectAsync("old.xlsx", ("columns", "id, d:date, local:local-date-time"));
        object?[][] rows = [["a", new DateOnly(2024, 2, 29), new DateTime(2024, 1, 31, 12, 30, 0)], ["b", new DateOnly(2001, 1, 1), new DateTime(1999, 12, 31, 23, 59, 59)]];
        await FileFolder.WriteAsync(connection, "old.xlsx", WriteKind.Insert, ["id", "d", "local"], ["a", null, null]);
        Workbook.Change(folder.FullPath("old.xlsx"), "xl/workbook.xml", text => text.Replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>", StringComparison.Ordinal));

        (await FileFolder.WriteAsync(connection, "old.xlsx", WriteKind.Upsert, ["id", "d", "local"], rows)).ShouldBe(["Done", "Done"]);

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "old.xlsx" })).ShouldBe(rows);
    }

    [Fact]
    public async Task A_named_range_is_a_table_that_can_be_read()
    {
        Workbook.Make(Book, ("My Sheet", new[] { new { a = "title", b = "", c = "" }, new { a = "", b = "id", c = "n" }, new { a = "", b = "x", c = "1" }, new { a = "", b = "below", c = "2" } }));
        Workbook.Change(Book, "xl/workbook.xml", text => text.Replace("</x:sheets>", "</x:sheets><x:definedNames><x:definedName name=\"Orders\">'My Sheet'!$B$3:$C$4</x:definedName></x:definedNames>", StringComparison.Ordinal));
        await using var connection = await folder.ConnectAsync("book.xlsx");

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "Orders" })).ShouldBe([["x", "1"]]);
        (await connection.DescribeTableAsync("Orders", Token)).Columns.ShouldAllBe(column => !column.CanUpdate);
        (await Should.ThrowAsync<WriteException>(() => FileFolder.WriteAsync(connection, "Orders", WriteKind.Delete, ["id"], ["x"]))).Error.Id.ShouldBe("FI1211");
    }

    [Fact]
    public async Task A_title_above_the_column_names_is_passed_over()
    {
        MiniExcel.SaveAs(Book, new[] { new { a = "Report of May", b = (string?)null, c = (string?)null }, new { a = "id", b = (string?)"n", c = (string?)"m" }, new { a = "x", b = (string?)"1", c = (string?)"2" } }, printHeader: false);
        await using var connection = await folder.ConnectAsync("book.xlsx");

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "Sheet1" })).ShouldBe([["x", "1", "2"]]);
    }

    [Fact]
    public async Task Texts_that_a_cell_can_not_hold_fail_alone()
    {
        MakeBook();
        await using var connection = await folder.ConnectAsync("book.xlsx");

        (await FileFolder.WriteAsync(connection, "People", WriteKind.Insert, ["id", "mixed"], ["d", new string('x', 32_768)], ["e", "a\u0001b"], ["f", "ok"])).ShouldBe(["Failed FI1206", "Failed FI1206", "Done"]);
    }

    private void MakeBook() => Workbook.Make(
        Book,
        ("People", new object[]
        {
            new { id = "a", age = (int?)41, sum = 12.5, ok = true, seen = new DateTime(2024, 2, 29, 13, 30, 0), mixed = (object)"x", none = (string?)null },
            new { id = "b", age = (int?)null, sum = 3.0, ok = false, seen = new DateTime(2024, 1, 31), mixed = (object)7, none = (string?)null },
        }),
        ("Notes", new[] { new { note = "stays" } }));
}
