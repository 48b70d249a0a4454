using Syncline.Connectors.Files.Csv;
using Syncline.Connectors.Files.Excel;
using Syncline.Connectors.Files.Json;
using Syncline.Connectors.Files.Parquet;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tests.Tables;

/// <summary>Files that <c>table create</c> makes: they hold no row, and take rows of the columns asked for.</summary>
public sealed class FileDesignerTests : IDisposable
{
    private static readonly ColumnSchema[] Columns =
    [
        Column("contactid", ColumnKind.Guid), Column("name", ColumnKind.Text), new ColumnSchema { Name = "limit", Type = new ColumnType { Kind = ColumnKind.Money, Scale = 2 } },
        Column("parent", ColumnKind.Lookup), Column("gender", ColumnKind.Choice), Column("tags", ColumnKind.Choices), Column("at", ColumnKind.DateTime), Column("born", ColumnKind.Date),
    ];

    private FileFolder folder = new();

    public static TheoryData<IConnector, string> Kinds { get; } = new()
    {
        { new CsvConnector(), "new.csv" }, { new CsvConnector(), "new.tsv.gz" }, { new ExcelConnector(), "new.xlsx" },
        { new JsonConnector(), "new.json" }, { new JsonConnector(), "new.jsonl.zst" }, { new ParquetConnector(), "new.parquet" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_is_made_without_rows_and_the_connection_is_told_what_it_is_like(IConnector connector, string name)
    {
        Use(connector);
        await using var before = await folder.ConnectAsync(name);
        var design = await before.Designer!.DesignAsync(name, Columns, [new TableKey("primary", ["contactid"], IsPrimary: true)], Token);

        File.Exists(folder.FullPath(name)).ShouldBeFalse();
        design.Options["columns"].ShouldBe("contactid:id, name:text, limit:decimal(2), parent:id, gender:integer, tags:text, at:date-time, born:date");
        design.Options["key"].ShouldBe("contactid");
        await before.Designer!.CarryOutAsync(design, Token);

        await using var connection = await folder.ConnectAsync(name, [.. design.Options.Select(option => (option.Key, option.Value))]);
        var table = (await ListAsync(connection)).ShouldHaveSingleItem();
        (await connection.DescribeTableAsync(table, Token)).Columns.Select(column => column.Name).ShouldBe(Columns.Select(column => column.Name));
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = table })).ShouldBeEmpty();
        object?[] row = [Guid.Parse("0a6c1a52-8e1a-4e0b-9d5c-0d4a7b1e2f30"), "Ada", 1.50m, Guid.Empty, 2L, "1,4", new DateTime(2024, 1, 31, 12, 0, 0, DateTimeKind.Utc), new DateOnly(1815, 12, 10)];
        (await FileFolder.WriteAsync(connection, table, WriteKind.Insert, [.. Columns.Select(column => column.Name)], row)).ShouldBe(["Done"]);
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = table })).ShouldBe([row]);
    }

    [Fact]
    public async Task A_folder_takes_as_many_new_files_as_one_likes()
    {
        Use(new ParquetConnector());
        await using var connection = await folder.ConnectAsync(".");
        foreach (var name in new[] { "a.parquet", "b.parquet" })
        {
            var design = await connection.Designer!.DesignAsync(name, Columns, [], Token);
            design.Options.ShouldBeEmpty();
            await connection.Designer!.CarryOutAsync(design, Token);
        }

        (await ListAsync(connection)).ShouldBe(["a.parquet", "b.parquet"]);
        (await connection.DescribeTableAsync("b.parquet", Token)).Columns.Select(column => column.Type.Kind).ShouldBe(
            [ColumnKind.Guid, ColumnKind.Text, ColumnKind.Decimal, ColumnKind.Guid, ColumnKind.Integer, ColumnKind.Text, ColumnKind.DateTime, ColumnKind.Date]);
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_touched()
    {
        folder.Add("c.csv", "contactid,Name\n1,Ada\n");
        await using var connection = await folder.ConnectAsync("c.csv");

        (await connection.Designer!.DesignAsync("c.csv", Columns[..2], [], Token)).Statements.ShouldBeEmpty();
        (await SaidAsync(connection, "c.csv", Columns)).ShouldBe(
            "FI1302: c.csv is there already and lacks the columns limit, parent, gender, tags, at, born. It was not touched: a file gets no columns afterwards.");
        (await folder.TextAsync("c.csv")).ShouldBe("contactid,Name\n1,Ada\n");
    }

    [Fact]
    public async Task One_that_appears_between_design_and_making_is_kept()
    {
        await using var connection = await folder.ConnectAsync("c.csv");
        var design = await connection.Designer!.DesignAsync("c.csv", Columns, [], Token);
        folder.Add("c.csv", "somebody else's\n");

        (await Should.ThrowAsync<WriteException>(async () => await connection.Designer!.CarryOutAsync(design, Token))).Error.Id.ShouldBe("FI1207");
        (await folder.TextAsync("c.csv")).ShouldBe("somebody else's\n");
    }

    [Theory]
    [InlineData("c.csv", "d.csv", "FI1301: The connection leads to c.csv alone, so d.csv can't be made through it.")]
    [InlineData("nowhere/c.csv", "c.csv", "FI1003: There is no folder ")]
    [InlineData(".", "c.txt", "FI1301: 'c.txt' is not the name of a CSV file.")]
    [InlineData(".", "../c.csv", "FI1301: '../c.csv' is not the name of a CSV file.")]
    [InlineData("./x*.txt", "c.txt", "FI1301: 'c.txt' is not a name that x*.txt finds.")]
    public async Task A_name_that_does_not_fit_the_connection_is_refused(string path, string table, string message)
    {
        await using var connection = await folder.ConnectAsync(path);

        (await SaidAsync(connection, table, Columns)).ShouldStartWith(message);
    }

    [Fact]
    public async Task Columns_that_a_file_could_not_tell_are_refused()
    {
        (await SaidAsync(await folder.ConnectAsync("c.csv"), "c.csv", [Column("a,b", ColumnKind.Text)])).ShouldStartWith("FI1304: ");
        Use(new JsonConnector());
        (await SaidAsync(await folder.ConnectAsync("."), "c.json", Columns)).ShouldBe("FI1303: c.json can't be made in a folder: a JSON file without rows does not tell its columns.");
    }

    private static ColumnSchema Column(string name, ColumnKind kind) => new() { Name = name, Type = ColumnType.Of(kind) };

    private static async Task<string> SaidAsync(IConnection connection, string table, IReadOnlyList<ColumnSchema> columns)
    {
        var error = (await Should.ThrowAsync<SynclineException>(async () => await connection.Designer!.DesignAsync(table, columns, [], Token))).Error;
        error.Advice.ShouldNotBeNullOrWhiteSpace();
        return $"{error.Id}: {error.Message}";
    }

    private static async Task<IReadOnlyList<string>> ListAsync(IConnection connection)
    {
        var names = new List<string>();
        await foreach (var table in connection.ListTablesAsync(TableFilter.All, Token))
        {
            names.Add(table.Name);
        }

        return names;
    }

    private void Use(IConnector connector)
    {
        folder.Dispose();
        folder = new FileFolder(connector);
    }
}
