using System.Globalization;
using System.Text;
using CsCheck;
using Syncline.Core.Errors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Files.Tests.Csv;

public sealed class CsvReadingTests : IDisposable
{
    private readonly FileFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Values_come_as_the_text_that_stands_in_the_file()
    {
        folder.Add("contacts.csv", "id,phone,when,share,active\n007,+49 30 1234,2024-01-31,1.50,true\n1e3,0049,31.01.2024,\" x \",TRUE\n");

        (await folder.ReadAsync("contacts.csv")).ShouldBe(
            [["007", "+49 30 1234", "2024-01-31", "1.50", "true"], ["1e3", "0049", "31.01.2024", " x ", "TRUE"]]);
    }

    [Fact]
    public async Task Nothing_between_delimiters_is_no_value_and_two_quotes_are_empty_text()
    {
        folder.Add("contacts.csv", "a,b,c\n,\"\",x\n\"1,\"\"2\",,\"\"\n");

        (await folder.ReadAsync("contacts.csv")).ShouldBe([[null, "", "x"], ["1,\"2", null, ""]]);
    }

    [Fact]
    public async Task Empty_text_in_one_row_makes_none_of_nothing_in_the_rows_around_it()
    {
        folder.Add("contacts.csv", "a,b\n1,\n2,\"\"\n3,\n\"4\",\n,\"a \"\"\"\"\"\n");

        (await folder.ReadAsync("contacts.csv")).ShouldBe([["1", null], ["2", ""], ["3", null], ["4", null], [null, "a \"\""]]);
    }

    [Fact]
    public async Task Quoted_values_keep_delimiters_quotes_and_line_breaks()
    {
        folder.Add("contacts.csv", "a,b\n\"x,y\",\"he said \"\"yes\"\"\"\n\"two\r\nlines\",z\n");

        (await folder.ReadAsync("contacts.csv")).ShouldBe([["x,y", "he said \"yes\""], ["two\r\nlines", "z"]]);
    }

    [Fact]
    public async Task A_row_that_begins_with_a_hash_is_a_row()
    {
        folder.Add("contacts.csv", "#id,name\n#1,Ada\n");

        (await folder.ReadAsync("contacts.csv")).ShouldBe([["#1", "Ada"]]);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("\n\r\na,b\n\n1,2\n\n\n3,4\n\n")]
    [InlineData("a;b\n1;2\n3;4\n")]
    [InlineData("a\tb\n1\t2\n3\t4\n")]
    [InlineData("a|b\n1|2\n3|4\n")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    public async Task Line_breaks_delimiters_and_blank_lines_are_found_out(string text)
    {
        folder.Add("contacts.csv", text);

        (await folder.ColumnsAsync("contacts.csv")).ShouldBe(["a", "b"]);
        (await folder.ReadAsync("contacts.csv")).ShouldBe([["1", "2"], ["3", "4"]]);
    }

    [Fact]
    public async Task The_delimiter_is_the_one_that_cuts_rows_evenly_not_the_most_frequent_one()
    {
        folder.Add("prices.csv", "name;price\n\"a;b\";1,50\nc, d, e;2,75\nf;3,00\n");

        (await folder.ReadAsync("prices.csv")).ShouldBe([["a;b", "1,50"], ["c, d, e", "2,75"], ["f", "3,00"]]);
    }

    [Fact]
    public async Task Delimiter_quote_and_header_can_be_set()
    {
        folder.Add("contacts.csv", "1~'a~b'\n2~''\n");

        (await folder.ReadAsync("contacts.csv", ("delimiter", "~"), ("quote", "'"), ("header", "false"))).ShouldBe([["1", "a~b"], ["2", ""]]);
        (await folder.ReadAsync("contacts.csv", ("delimiter", "~"), ("quote", "'"))).ShouldBe([["2", ""]]);
        (await folder.ColumnsAsync("contacts.csv", ("delimiter", "~"), ("header", "false"))).ShouldBe(["column1", "column2", "column3"]);
    }

    [Fact]
    public async Task With_quote_none_a_quote_is_a_character()
    {
        folder.Add("contacts.csv", "a,b\n3\" pipe,\"\n");

        (await folder.ReadAsync("contacts.csv", ("quote", "none"))).ShouldBe([["3\" pipe", "\""]]);
    }

    [Fact]
    public async Task Only_asked_columns_come_in_the_order_asked_and_lines_count_line_breaks_in_quotes()
    {
        folder.Add("contacts.csv", "a,b,c\n1,\"x\ny\",3\n\n4,5,6\n7,8,9");
        var request = new ReadRequest { Table = "contacts.csv", Columns = ["C", "@line", "a"] };

        (await folder.ReadAsync(request)).ShouldBe([["3", 2L, "1"], ["6", 5L, "4"], ["9", 6L, "7"]]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(99, 3)]
    public async Task At_most_the_rows_asked_for_are_read(int most, int expected)
    {
        folder.Add("contacts.csv", "a,b\n1,2\n3,4\n5,6\n");

        (await folder.ReadAsync(new ReadRequest { Table = "contacts.csv", MaxRows = most })).Count.ShouldBe(expected);
    }

    [Fact]
    public async Task Rows_come_in_batches_of_the_size_wished_for()
    {
        folder.Add("numbers.csv", "n\n" + string.Join('\n', Enumerable.Range(0, 25)));
        await using var connection = await folder.ConnectAsync("numbers.csv");

        var sizes = new List<int>();
        await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "numbers.csv", BatchSize = 10 }, Token))
        {
            sizes.Add(batch.RowCount);
            batch.Dispose();
        }

        sizes.ShouldBe([10, 10, 5]);
    }

    [Fact]
    public async Task A_file_with_only_a_header_has_no_rows()
    {
        folder.Add("contacts.csv", "a,b");

        (await folder.ReadAsync("contacts.csv")).ShouldBeEmpty();
        (await folder.ColumnsAsync("contacts.csv")).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Reading_stops_when_it_is_cancelled()
    {
        folder.Add("numbers.csv", "n\n" + string.Join('\n', Enumerable.Range(0, 20_000)));
        await using var connection = await folder.ConnectAsync("numbers.csv");
        using var cancelling = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "numbers.csv" }, cancelling.Token))
            {
                batch.Dispose();
                await cancelling.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task An_unknown_column_is_an_error_that_names_the_nearest()
    {
        folder.Add("contacts.csv", "first_name,last_name\nAda,L\n");

        var error = (await Should.ThrowAsync<SchemaException>(
            async () => await folder.ReadAsync(new ReadRequest { Table = "contacts.csv", Columns = ["firstname"] }))).Error;

        error.Id.ShouldBe("FI1006");
        error.Message.ShouldBe("contacts.csv has no column 'firstname'.");
        error.Advice.ShouldNotBeNull().ShouldContain("'first_name'");
    }

    [Fact]
    public void Any_text_written_by_the_rules_of_RFC_4180_is_read_back_as_it_was()
    {
        string[] pieces = ["a", "b", ",", ";", "\"", "\n", "\r", "\r\n", "\t", "\u00e4", "\u20ac", "\U0001F600", " ", "#", "'", "|"];
        var text = Gen.Int[0, pieces.Length - 1].Array[0, 12].Select(picked => string.Concat(picked.Select(piece => pieces[piece])));
        var cell = Gen.OneOf(Gen.Const((string?)null), text.Select(value => (string?)value));

        Gen.Select(Gen.Int[2, 5], Gen.Int[0, 30]).SelectMany((columns, rows) => cell.Array[columns].Array[rows]).Sample(
            rows =>
            {
                using var files = new FileFolder();
                var width = rows.Length == 0 ? 2 : rows[0].Length;
                var lines = new StringBuilder(string.Join(',', Enumerable.Range(0, width).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}")))).Append("\r\n");
                foreach (var row in rows)
                {
                    lines.AppendJoin(',', row.Select(value => value is null ? "" : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
                }

                files.Add("x.csv", lines.ToString());
                var read = files.ReadAsync("x.csv", ("delimiter", ",")).GetAwaiter().GetResult();
                return read.Count == rows.Length && read.Zip(rows).All(pair => pair.First.SequenceEqual(pair.Second));
            },
            iter: 300);
    }
}
