using System.IO.Compression;
using System.Text.Json;
using DuckDB.NET.Data;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using Syncline.Workspace.Exports;

namespace Syncline.Workspace.Tests.Exports;

/// <summary>A plan in other programs' formats, with the texts that make trouble there.</summary>
public sealed class PlanExportTests : IDisposable
{
    private const string Hostile = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\"'";
    private const string Formula = "=HYPERLINK(\"http://evil.example\",A1)";

    private static readonly PlanColumn[] Columns =
    [
        new() { Name = "code", Type = ColumnType.Of(ColumnKind.Text), Role = PlanColumnRole.Key },
        new() { Name = "name", Type = ColumnType.Of(ColumnKind.Text), Role = PlanColumnRole.Value },
        new() { Name = "credit", Type = new ColumnType { Kind = ColumnKind.Money, Scale = 2 }, Role = PlanColumnRole.Value },
        new() { Name = "since", Type = ColumnType.Of(ColumnKind.DateTime), Role = PlanColumnRole.Value },
        new() { Name = "big", Type = ColumnType.Of(ColumnKind.Integer), Role = PlanColumnRole.Value },
    ];

    private static readonly DateTime Since = new(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc);
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-export-").FullName;

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_page_holds_no_script_no_outside_address_and_hostile_data_as_text()
    {
        var page = await File.ReadAllTextAsync(await ExportAsync("plan.html"), UserHome.Cancellation);

        page.ShouldNotContain("<script");
        page.ShouldNotContain("<img");
        page.ShouldNotContain("<link");
        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        page.ShouldContain("default-src 'none'");
        page.ShouldContain("&#x2B; 1 to add, ~ 1 to update, - 1 to delete");
        page.ShouldContain("The value does not fit");
    }

    [Fact]
    public async Task A_workbook_holds_texts_as_texts_and_numbers_that_fit_as_numbers()
    {
        using var workbook = ZipFile.OpenRead(await ExportAsync("plan.xlsx"));

        var sheets = workbook.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).ToList();
        sheets.Count.ShouldBe(2);
        var text = string.Concat(sheets.Select(sheet => new StreamReader(sheet.Open()).ReadToEnd()).Concat(workbook.Entries.Where(entry => entry.Name == "sharedStrings.xml").Select(entry => new StreamReader(entry.Open()).ReadToEnd())));
        text.ShouldNotContain("<x:f>");
        text.ShouldNotContain("<f>");
        text.ShouldContain("HYPERLINK");
        text.ShouldContain(">12.5<");
        text.ShouldContain("9007199254740993");
        text.ShouldNotContain("\u0001");
    }

    [Fact]
    public async Task Parquet_is_typed_and_read_by_stock_duckdb()
    {
        var path = await ExportAsync("plan.parquet");

        await using var duckDb = new DuckDBConnection("Data Source=:memory:");
        await duckDb.OpenAsync(UserHome.Cancellation);
        await using var command = duckDb.CreateCommand();
        command.CommandText = $"SET TimeZone='UTC'; SELECT string_agg(action || ':' || coalesce(CAST(\"after.credit\" AS VARCHAR), '-') || ':' || coalesce(CAST(\"before.since\" AS VARCHAR), '-'), ' ' ORDER BY seq) FROM '{path}'";
        ((string)(await command.ExecuteScalarAsync(UserHome.Cancellation))!).ShouldBe("add:12.50:- update:-:2024-02-29 12:00:00+00 delete:-:-");
    }

    [Fact]
    public async Task Json_lines_hold_one_change_each()
    {
        var lines = await File.ReadAllLinesAsync(await ExportAsync("plan.jsonl"), UserHome.Cancellation);

        lines.Length.ShouldBe(3);
        var add = JsonDocument.Parse(lines[0]).RootElement;
        add.GetProperty("action").GetString().ShouldBe("add");
        add.GetProperty("after").GetProperty("name").GetString().ShouldBe(Hostile);
        add.GetProperty("key").GetProperty("code").GetString().ShouldBe("A");
    }

    [Fact]
    public async Task Csv_holds_one_action_alone_when_asked()
    {
        var path = At("deletes.csv");
        await using var plan = await PlanAsync();

        (await PlanExport.WriteAsync(plan, path, PlanAction.Delete, UserHome.Cancellation)).ShouldBe(1);

        var lines = await File.ReadAllLinesAsync(path, UserHome.Cancellation);
        lines[0].ShouldBe("action,id,before.code,before.name,before.credit,before.since,before.big,after.code,after.name,after.credit,after.since,after.big");
        lines[1].ShouldBe("delete,3,C,Cid,,,,,,,,");
    }

    [Fact]
    public async Task Nothing_is_replaced_and_an_unknown_ending_is_told()
    {
        await using var plan = await PlanAsync();
        await File.WriteAllTextAsync(At("there.csv"), "mine", UserHome.Cancellation);

        (await Should.ThrowAsync<ConfigurationException>(() => PlanExport.WriteAsync(plan, At("there.csv"), null, UserHome.Cancellation))).Error.Id.ShouldBe("WS1002");
        (await Should.ThrowAsync<ConfigurationException>(() => PlanExport.WriteAsync(plan, At("plan.docx"), null, UserHome.Cancellation))).Error.Id.ShouldBe("WS1201");

        (await File.ReadAllTextAsync(At("there.csv"), UserHome.Cancellation)).ShouldBe("mine");
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(["a.plan", "there.csv"], ignoreOrder: true);
    }

    private string At(string name) => Path.Combine(folder, name);

    private async Task<string> ExportAsync(string name)
    {
        await using var plan = await PlanAsync();
        (await PlanExport.WriteAsync(plan, At(name), null, UserHome.Cancellation)).ShouldBe(3);
        return At(name);
    }

    private async Task<PlanFile> PlanAsync()
    {
        await using (var writer = await PlanWriter.CreateAsync(At("a.plan"), Columns, UserHome.Cancellation))
        {
            await writer.AppendAsync(
                (PlannedChange[])[
                    new() { Seq = 1, Action = PlanAction.Add, RowId = "1", Changed = ["code", "name", "credit", "big"], After = ["A", Hostile, 12.5m, null, 9_007_199_254_740_993L] },
                    new() { Seq = 2, Action = PlanAction.Update, RowId = "2", Changed = ["name", "credit", "since"], Before = ["B", "Bob\u0001", 1m, Since, null], After = ["B", Formula, null, null, null] },
                    new() { Seq = 3, Action = PlanAction.Delete, RowId = "3", Before = ["C", "Cid", null, null, null] },
                ],
                UserHome.Cancellation);
            await writer.AppendAsync((PlanProblem[])[new() { Seq = 1, Side = "source", SourceRow = 7, Key = Hostile, Column = "credit", ErrorId = "SY2103", Message = "The value does not fit" }], UserHome.Cancellation);
            await writer.FinishAsync(
                new PlanHeader
                {
                    Created = DateTimeOffset.UnixEpoch,
                    Project = new PlanProject { Name = "contacts " + Hostile },
                    Source = new PlanSide { Connection = "crm", Connector = "csv", Table = "contacts.csv" },
                    Target = new PlanSide { Connection = "contoso", Connector = "memory", Table = "contact", System = Hostile },
                    Key = ["code"],
                    Warnings = [Hostile],
                },
                UserHome.Cancellation);
        }

        return await PlanFile.OpenAsync(At("a.plan"), UserHome.Cancellation);
    }
}
