using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tests.Csv;

public sealed class CsvConnectionTests : IDisposable
{
    private readonly FileFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_folder_shows_its_CSV_files_as_tables_named_by_file()
    {
        folder.Add("contacts.csv", "a\n").Add("Accounts.CSV", "a\n").Add("leads.tsv", "a\n").Add("readme.md", "a\n");

        (await TablesAsync(".")).ShouldBe(["Accounts.CSV", "contacts.csv", "leads.tsv"]);
    }

    [Fact]
    public async Task A_pattern_shows_what_it_finds_and_a_file_shows_itself()
    {
        folder.Add("contacts-1.txt", "a\n").Add("contacts-2.txt", "a\n").Add("other.txt", "a\n");

        (await TablesAsync("contacts-*.txt")).ShouldBe(["contacts-1.txt", "contacts-2.txt"]);
        (await TablesAsync("other.txt")).ShouldBe(["other.txt"]);
        (await TablesAsync("nothing-*.txt")).ShouldBeEmpty();
        (await TablesAsync(folder.FullPath("other.txt"))).ShouldBe(["other.txt"]);
    }

    [Fact]
    public async Task Every_column_is_text_and_can_be_written()
    {
        folder.Add("contacts.csv", " id ,name\n1,Ada\n");
        await using var connection = await folder.ConnectAsync(".");

        var table = await connection.DescribeTableAsync("Contacts.csv", Token);

        table.Name.ShouldBe("contacts.csv");
        table.Columns.Select(column => (column.Name, column.Type.Kind, column.CanUpdate)).ShouldBe(
            [("id", ColumnKind.Text, true), ("name", ColumnKind.Text, true)]);
        table.Keys.ShouldBeEmpty();
        connection.Writer.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_missing_file_is_an_error_that_names_the_nearest()
    {
        folder.Add("contacts.csv", "a\n");
        await using var connection = await folder.ConnectAsync("contact.csv");

        var error = (await Should.ThrowAsync<ConnectionException>(async () => await connection.IdentifyAsync(Token))).Error;

        error.Id.ShouldBe("FI1003");
        error.Message.ShouldBe("There is no file or folder contact.csv.");
        error.Advice.ShouldBe("Did you mean 'contacts.csv'?");
        error.Option.ShouldBe("path");
    }

    [Fact]
    public async Task A_missing_table_is_an_error_that_names_the_nearest()
    {
        folder.Add("contacts.csv", "a\n").Add("accounts.csv", "a\n");
        await using var connection = await folder.ConnectAsync(".");

        var error = (await Should.ThrowAsync<SchemaException>(async () => await connection.DescribeTableAsync("contact", Token))).Error;

        error.Id.ShouldBe("FI1005");
        error.Advice.ShouldBe("Did you mean 'contacts.csv'?");
    }

    [Fact]
    public async Task What_was_found_out_about_a_file_is_shown()
    {
        folder.Add("a.csv", "\uFEFFid;name\r\n1;Ada\r\n").Add("b.tsv", "id\tname\n");
        await using var connection = await folder.ConnectAsync(".");

        (await connection.DescribeTableAsync("a.csv", Token)).Summary.Description.ShouldBe("./a.csv: semicolon, utf-8 with byte order mark, CR LF");
        (await connection.DescribeTableAsync("b.tsv", Token)).Summary.Description.ShouldBe("./b.tsv: tab, utf-8, LF");
    }

    [Theory]
    [InlineData("delimiter", "ab")]
    [InlineData("types", "some")]
    [InlineData("line-end", "cr")]
    [InlineData("byte-order-mark", "maybe")]
    [InlineData("neutralize-formulas", "maybe")]
    [InlineData("quote", "''")]
    [InlineData("encoding", "utf-7-or-so")]
    [InlineData("header", "maybe")]
    public async Task A_wrong_option_is_told_before_anything_is_opened(string option, string value)
    {
        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await folder.ConnectAsync("x.csv", (option, value)))).Error;

        error.Id.ShouldBe("FI1002");
        error.Option.ShouldBe(option);
        error.Message.ShouldBe($"'{value}' is not a value of the option '{option}'.");
    }

    private async Task<IReadOnlyList<string>> TablesAsync(string path)
    {
        await using var connection = await folder.ConnectAsync(path);
        return await connection.ListTablesAsync(TableFilter.All, Token).Select(table => table.Name).ToListAsync(Token);
    }
}
