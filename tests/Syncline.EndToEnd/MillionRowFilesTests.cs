using System.Globalization;
using System.IO.Compression;
using DuckDB.NET.Data;

namespace Syncline.EndToEnd;

/// <summary>Files of a million rows, read and written by processes whose heap is smaller than what the rows take as objects.</summary>
public sealed class MillionRowFilesTests : IDisposable
{
    private const int Rows = 1_000_000;

    // 144 MB, in hex as the runtime wants it. The rows alone take more than 200 MB as objects.
    private static readonly Dictionary<string, string> SmallHeap = new(StringComparer.Ordinal) { ["DOTNET_GCHeapHardLimit"] = "0x9000000" };

    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Theory]
    [InlineData("csv", "rows.csv")]
    [InlineData("json", "rows.jsonl")]
    [InlineData("json", "rows.json")]
    [InlineData("parquet", "rows.parquet")]
    [InlineData("excel", "rows.xlsx")]
    public async Task A_million_rows_are_compared_and_changed_in_bounded_memory(string connector, string file)
    {
        Assert.SkipUnless(connector == "csv" || Environment.GetEnvironmentVariable("SYNCLINE_TEST_SEEDS") is not null, "Takes long: runs with ./test.sh --long.");
        Make(terminal.FileAt(file));
        terminal.Write("changes.csv", $"id,name,note\n500000,changed,here\n{Rows + 1},new,\n");
        await RunAsync("connection", "add", "big", "--connector", connector, "--set", $"path={terminal.FileAt(file)}");
        await RunAsync("connection", "add", "few", "--connector", "csv", "--set", $"path={terminal.FileAt("changes.csv")}");
        var table = connector == "excel" ? "Sheet1" : file;
        var project = terminal.Write("p.syncline.yaml", $$"""
            source: { connection: few, table: changes.csv }
            target: { connection: big, table: {{table}} }
            key: [id]
            columns: { id: id, name: name, note: note }
            """);

        (await ChangesAsync("plan", project, "--json")).ShouldBe((1, 1));
        await RunAsync("run", project, "--json");
        (await ChangesAsync("plan", project, "--json")).ShouldBe((0, 0));
    }

    private async Task<(long Add, long Update)> ChangesAsync(params string[] arguments)
    {
        var changes = (await RunAsync(arguments)).Json.GetProperty("changes");
        return (changes.GetProperty("add").GetInt64(), changes.GetProperty("update").GetInt64());
    }

    private async Task<Terminal.Finished> RunAsync(params string[] arguments)
    {
        using var process = terminal.Start(SmallHeap, arguments);
        return (await Terminal.EndAsync(process)).ShouldExitWith(0);
    }

    private static void Make(string path)
    {
        switch (Path.GetExtension(path))
        {
            case ".csv":
                Write(path, "id,name,note\n", i => $"{i},name of row {i},\"a note, quoted\"\n", "");
                break;
            case ".jsonl":
                Write(path, "", i => $"{{\"id\":{i},\"name\":\"name of row {i}\",\"note\":\"a note, quoted\"}}\n", "");
                break;
            case ".json":
                Write(path, "[", i => $"{(i == 1 ? "" : ",\n")}{{\"id\":{i},\"name\":\"name of row {i}\",\"note\":\"a note, quoted\"}}", "]\n");
                break;
            case ".parquet":
                using (var duck = new DuckDBConnection("DataSource=:memory:"))
                {
                    duck.Open();
                    using var command = duck.CreateCommand();
                    command.CommandText = string.Create(CultureInfo.InvariantCulture, $"COPY (SELECT range + 1 AS id, 'name of row ' || (range + 1) AS name, 'a note, quoted' AS note FROM range({Rows})) TO '{path}' (FORMAT parquet)");
                    command.ExecuteNonQuery();
                }

                break;
            default:
                MakeWorkbook(path);
                break;
        }
    }

    private static void MakeWorkbook(string path)
    {
        const string Package = "http://schemas.openxmlformats.org/package/2006/";
        const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Part("[Content_Types].xml", $"<Types xmlns=\"{Package}content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{Type}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{Type}.worksheet+xml\"/></Types>");
        Part("_rels/.rels", $"<Relationships xmlns=\"{Package}relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Part("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
        using var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open());
        sheet.Write($"<worksheet xmlns=\"{Main}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c><c r=\"B1\" t=\"str\"><v>name</v></c><c r=\"C1\" t=\"str\"><v>note</v></c></row>");
        for (var i = 1; i <= Rows; i++)
        {
            sheet.Write(string.Create(CultureInfo.InvariantCulture, $"<row r=\"{i + 1}\"><c r=\"A{i + 1}\"><v>{i}</v></c><c r=\"B{i + 1}\" t=\"str\"><v>name of row {i}</v></c><c r=\"C{i + 1}\" t=\"str\"><v>a note, quoted</v></c></row>"));
        }

        sheet.Write("</sheetData></worksheet>");

        void Part(string name, string content)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(content);
        }
    }

    private static void Write(string path, string head, Func<int, string> row, string foot)
    {
        using var writer = new StreamWriter(path);
        writer.Write(head);
        for (var i = 1; i <= Rows; i++)
        {
            writer.Write(row(i));
        }

        writer.Write(foot);
    }
}
