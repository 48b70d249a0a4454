using System.Text;
using Syncline.Connectors.Files.Csv;
using Syncline.Connectors.Files.Excel;
using Syncline.Connectors.Files.Json;
using Syncline.Connectors.Files.Parquet;
using Syncline.Connectors.Files.Tests.Excel;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Files.Tests;

/// <summary>Broken files, each with the message that a person reads. In contents, ␀ is the character U+0000 and § a byte that is no UTF-8.</summary>
public sealed class BrokenFileTests : IDisposable
{
    private FileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.csv", "", "", "FI1101: a.csv is empty: it has not even a line with column names.")]
    [InlineData("a.csv", "\n\n", "", "FI1101: a.csv is empty: it has not even a line with column names.")]
    [InlineData("a.csv", "id,\n1,2\n", "", "FI1102: a.csv has no name for column 2.")]
    [InlineData("a.csv", ",id\n1,2\n", "", "FI1102: a.csv has no name for column 1.")]
    [InlineData("a.csv", "id,name,ID\n1,2,3\n", "", "FI1103: a.csv names two columns 'ID': column 1 and column 3.")]
    [InlineData("a.csv", "id,name\n1,§\n", "", "FI1104: a.csv is not UTF-8: byte 0xFF at line 2.")]
    [InlineData("a.csv", "id,name\n1,a␀b\n", "", "FI1104: a.csv holds zero bytes: it is not UTF-8 text, but perhaps UTF-16.")]
    [InlineData("a.csv", "id,name\n1,§\n", "encoding=us-ascii", "FI1104: a.csv is not us-ascii: its text can't be decoded.")]
    [InlineData("a.csv", "id,name\n1,2,3\n", "", "FI1105: a.csv line 2 has 3 values where the first line has 2.")]
    [InlineData("a.csv", "id,name\n1\n", "", "FI1105: a.csv line 2 has 1 value where the first line has 2.")]
    [InlineData("a.csv", "id,name\n1,2\n\n3\n4,5\n6,7,8\n", "", "FI1105: a.csv has 2 rows whose number of values is not 2, as in the first line: lines 4 (1), 6 (3).")]
    [InlineData("a.csv", "id;name\n1,2\n", "", "FI1105: a.csv line 2 has 1 value where the first line has 2.")]
    [InlineData("a.csv", "id,name\n1,2\n", "delimiter=semicolon;columns=id:integer", null)]
    [InlineData("a.csv", "id,name\n1,\"x\n2,y\n", "", "FI1106: a.csv has a quoted value in the row of line 2 that never ends.")]
    [InlineData("a.csv", "id,name\n1,\"x\"y\n", "", "FI1107: a.csv has text after the closing quote of value 2 in the row of line 2.")]
    [InlineData("a.csv", "id,name\n1,'x'y\n", "quote='", "FI1107: a.csv has text after the closing quote of value 2 in the row of line 2.")]
    [InlineData("a.csv", "id,n\n1,x\n", "columns=n:integer", "FI1110: a.csv line 2: the value of n is not a whole number.")]
    [InlineData("a.csv", "id,n\n1,1.5\n", "columns=n:integer", "FI1110: a.csv line 2: the value of n is not a whole number.")]
    [InlineData("a.csv", "id,n\n1,99999999999999999999\n", "columns=n:integer", "FI1110: a.csv line 2: the value of n is not a whole number.")]
    [InlineData("a.csv", "id,n\n1,1.005\n", "columns=n:decimal(2)", "FI1110: a.csv line 2: the value of n is not a number with as many digits as the column keeps.")]
    [InlineData("a.csv", "id,n\n1,1,5\n", "columns=n:decimal", "FI1105: a.csv line 2 has 3 values where the first line has 2.")]
    [InlineData("a.csv", "id,n\n1,NaN\n", "columns=n:number", "FI1110: a.csv line 2: the value of n is not a number.")]
    [InlineData("a.csv", "id,n\n1,ja\n", "columns=n:boolean", "FI1110: a.csv line 2: the value of n is not true or false.")]
    [InlineData("a.csv", "id,n\n1,2024-02-30\n", "columns=n:date", "FI1110: a.csv line 2: the value of n is not a date (YYYY-MM-DD).")]
    [InlineData("a.csv", "id,n\n1,25:00\n", "columns=n:time", "FI1110: a.csv line 2: the value of n is not a time of day (HH:MM:SS).")]
    [InlineData("a.csv", "id,n\n1,yesterday\n", "columns=n:date-time", "FI1110: a.csv line 2: the value of n is not a date with a time (YYYY-MM-DDTHH:MM:SSZ).")]
    [InlineData("a.csv", "id,n\n1,2024-01-01T00:00:00Z\n", "columns=n:local-date-time", "FI1110: a.csv line 2: the value of n is not a date with a time and without a time zone (YYYY-MM-DDTHH:MM:SS).")]
    [InlineData("a.csv", "id,n\n1,123\n", "columns=n:id", "FI1110: a.csv line 2: the value of n is not an id (8-4-4-4-12 hex digits).")]
    [InlineData("a.csv", "id,n\n1,%%\n", "columns=n:binary", "FI1110: a.csv line 2: the value of n is not Base64.")]
    [InlineData("a.csv.gz", "id,name\n1,2\n", "", "FI1111: a.csv.gz can't be decompressed: it is damaged, or was cut off.")]
    [InlineData("a.csv.zst", "id,name\n1,2\n", "", "FI1111: a.csv.zst can't be decompressed: it is damaged, or was cut off.")]
    [InlineData("a.csv", "id\n1\n", "types=guess", "FI1002: 'guess' is not a value of the option 'types'.")]
    [InlineData("a.csv", "id\n1\n", "columns=id:whole", "FI1002: 'whole' is not a value of the option 'columns'.")]
    [InlineData("a.csv", "id\n1\n", "delimiter=::", "FI1002: '::' is not a value of the option 'delimiter'.")]
    [InlineData("a.csv", "id\n1\n", "encoding=klingon", "FI1002: 'klingon' is not a value of the option 'encoding'.")]
    [InlineData("a.csv", "id\n1\n", "path=b.csv", "FI1003: There is no file or folder b.csv.")]
    [InlineData("a.csv", "id\n1\n", "path=nowhere/*.csv", "FI1003: There is no folder nowhere.")]
    public Task Csv(string name, string content, string options, string? message) => ShouldSayAsync(new CsvConnector(), name, content, options, message);

    [Theory]
    [InlineData("a.jsonl", "{\"id\":1}\n{\"id\":\n", "", "FI1121: a.jsonl is not JSON from line 2 on.")]
    [InlineData("a.jsonl", "{\"id\":1}\n{'id':2}\n", "", "FI1121: a.jsonl is not JSON from line 2 on.")]
    [InlineData("a.jsonl", "{\"id\":1}{\"id\":2}\n", "", "FI1121: a.jsonl is not JSON from line 1 on.")]
    [InlineData("a.jsonl", "id,name\n1,2\n", "", "FI1121: a.jsonl is not JSON from line 1 on.")]
    [InlineData("a.jsonl", "{\"id\":1}\n\n[1]\n", "", "FI1122: a.jsonl line 3 is not an object.")]
    [InlineData("a.jsonl", "{\"id\":1}\n2\n", "", "FI1122: a.jsonl line 2 is not an object.")]
    [InlineData("a.jsonl", "{\n\"id\":1\n}\n", "", "FI1121: a.jsonl is not JSON from line 1 on.")]
    [InlineData("a.jsonl", "{\"id\":1,\"id\":2}\n", "", "FI1121: a.jsonl is not JSON from line 1 on.")]
    [InlineData("a.json", "[{\"id\":1},\n{\"id\":2}", "", "FI1121: a.json is not JSON from line 2 on.")]
    [InlineData("a.json", "[{\"id\":1},,]", "", "FI1121: a.json is not JSON from line 1 on.")]
    [InlineData("a.json", "[{\"id\":1},3]", "", "FI1122: a.json: item 2 of the list is not an object.")]
    [InlineData("a.json", "[[1,2]]", "", "FI1122: a.json: item 1 of the list is not an object.")]
    [InlineData("a.json", "{\"value\":[{\"id\":1}]}", "rows=data", "FI1123: a.json has no list at 'data'.")]
    [InlineData("a.json", "{\"value\":{\"id\":1}}", "rows=value", "FI1123: a.json has no list at 'value'.")]
    [InlineData("a.json", "[{\"id\":1}]", "rows=value", "FI1123: a.json has no list at 'value'.")]
    [InlineData("a.json", "", "", "FI1121: a.json is not JSON from line 1 on.")]
    [InlineData("a.jsonl", "{\"id\":1,\"ID\":2}\n", "", "FI1103: a.jsonl names two columns 'ID': column 1 and column 2.")]
    [InlineData("a.jsonl", "{\"a\":{\"b\":1},\"a.b\":2}\n", "", "FI1103: a.jsonl holds 'a.b' twice in row 1: under its whole name, and as an object.")]
    [InlineData("a.jsonl", "{\"n\":1}\n{\"n\":\"x\"}\n", "columns=n:integer", "FI1110: a.jsonl line 2: the value of n is not a whole number.")]
    [InlineData("a.jsonl.gz", "{\"n\":1}\n", "", "FI1111: a.jsonl.gz can't be decompressed: it is damaged, or was cut off.")]
    public Task Json(string name, string content, string options, string? message) => ShouldSayAsync(new JsonConnector(), name, content, options, message);

    [Theory]
    [InlineData("a.parquet", "id,name\n1,2\n", "FI1131: a.parquet can't be read as Parquet: it is another kind of file, damaged, or was cut off.")]
    [InlineData("a.parquet", "", "FI1131: a.parquet can't be read as Parquet: it is another kind of file, damaged, or was cut off.")]
    [InlineData("a.parquet", "PAR1PAR1", "FI1131: a.parquet can't be read as Parquet: it is another kind of file, damaged, or was cut off.")]
    public Task Parquet(string name, string content, string message) => ShouldSayAsync(new ParquetConnector(), name, content, "", message);

    [Theory]
    [InlineData("a.xlsx", "id,name\n1,2\n", "FI1141: a.xlsx can't be read as an Excel workbook (.xlsx): it is another kind of file, damaged, or protected by a password.")]
    [InlineData("a.xlsx", "", "FI1141: a.xlsx can't be read as an Excel workbook (.xlsx): it is another kind of file, damaged, or protected by a password.")]
    public Task Excel(string name, string content, string message) => ShouldSayAsync(new ExcelConnector(), name, content, "", message);

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "FI1142: a.xlsx: Sheet1 has no row of column names in its first 20 rows.")]
    [InlineData("", "FI1142: a.xlsx: Sheet1 has no row of column names in its first 20 rows.")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c><c r=\"C1\" t=\"str\"><v>n</v></c></row>", "FI1102: a.xlsx has no name for column 2.")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c><c r=\"B1\" t=\"str\"><v>ID</v></c></row>", "FI1103: a.xlsx names two columns 'ID': column 1 and column 2.")]
    [InlineData("<row r=\"1\"><c r=\"B1\" t=\"str\"><v>id</v></c></row><row r=\"7\"><c r=\"B7\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>", "FI1143: a.xlsx: cell B7 of Sheet1, in column id, holds the error #DIV/0!.")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c></row><row r=\"2\"><c r=\"A2\" t=\"e\"><v>#N/A</v></c></row>", "FI1143: a.xlsx: cell A2 of Sheet1, in column id, holds the error #N/A.")]
    public async Task Excel_sheets(string rows, string message)
    {
        Use(new ExcelConnector());
        Workbook.Make(folder.FullPath("a.xlsx"), ("Sheet1", new[] { new { id = "x" } }));
        Workbook.Change(folder.FullPath("a.xlsx"), "xl/worksheets/sheet1.xml", _ => $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>");

        (await WhatIsSaidAsync("a.xlsx", "")).ShouldBe(message);
    }

    [Fact]
    public async Task An_Excel_file_that_would_fill_the_memory()
    {
        Use(new ExcelConnector());
        Workbook.Make(folder.FullPath("a.xlsx"), ("Sheet1", new[] { new { id = "x" } }));
        Workbook.Change(folder.FullPath("a.xlsx"), "xl/worksheets/sheet1.xml", sheet => sheet + new string(' ', 70_000_000));

        (await WhatIsSaidAsync("a.xlsx", "")).ShouldNotBeNull().ShouldMatch("^FI1144: a.xlsx is not opened: xl/worksheets/sheet1.xml in it would unpack to 70 MB, [0-9,]+ times its size in the file.$");
    }

    private async Task ShouldSayAsync(IConnector connector, string name, string content, string options, string? message)
    {
        Use(connector);
        folder.Add(name, [.. content.SelectMany<char, byte>(character => character switch { '␀' => [0], '§' => [0xFF], _ => Encoding.UTF8.GetBytes(character.ToString()) })]);

        (await WhatIsSaidAsync(name, options)).ShouldBe(message);
    }

    private void Use(IConnector connector)
    {
        folder.Dispose();
        folder = new FileFolder(connector);
    }

    /// <summary>What a person is told who lists, describes and reads the file; null when all goes well. Each error also says what to do.</summary>
    private async Task<string?> WhatIsSaidAsync(string name, string options)
    {
        try
        {
            var given = options.Length == 0 ? [] : options.Split(';').Select(option => (option[..option.IndexOf('=', StringComparison.Ordinal)], option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..])).ToArray();
            var path = given.FirstOrDefault(option => option.Item1 == "path").Item2 ?? name;
            await using var connection = await folder.ConnectAsync(path, [.. given.Where(option => option.Item1 != "path")]);
            await foreach (var table in connection.ListTablesAsync(TableFilter.All, TestContext.Current.CancellationToken))
            {
                await connection.DescribeTableAsync(table.Name, TestContext.Current.CancellationToken);
                await FileFolder.ReadAsync(connection, new ReadRequest { Table = table.Name });
            }

            return null;
        }
        catch (SynclineException exception)
        {
            exception.Error.Advice.ShouldNotBeNullOrWhiteSpace();
            return $"{exception.Error.Id}: {exception.Error.Message}";
        }
    }
}
