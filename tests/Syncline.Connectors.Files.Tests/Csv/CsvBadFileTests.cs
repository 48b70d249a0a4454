using System.Text;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Tests.Csv;

public sealed class CsvBadFileTests : IDisposable
{
    private readonly FileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_told_with_their_line_and_what_to_do()
    {
        folder.Add("contacts.csv", Encoding.Latin1.GetBytes("id,name\n1,Ada\n2,\"two\nlines\"\n3,Andr\u00e9e\n"));

        var error = (await Should.ThrowAsync<ReadException>(async () => await folder.ReadAsync("contacts.csv"))).Error;

        error.Id.ShouldBe("FI1104");
        error.Message.ShouldBe("contacts.csv is not UTF-8: byte 0xE9 at line 5.");
        error.Advice.ShouldNotBeNull().ShouldContain("encoding=windows-1252");
        error.Location.ShouldBe(new SourceLocation("contacts.csv", 5, 7));
    }

    [Fact]
    public async Task A_bad_byte_far_into_a_large_file_is_found_on_its_line()
    {
        var text = new StringBuilder("id,name\n");
        for (var i = 2; i < 30_000; i++)
        {
            text.Append("7,M\u00fcller\n");
        }

        folder.Add("contacts.csv", [.. Encoding.UTF8.GetBytes(text.ToString()), .. "8,M"u8, 0xFC, .. "ller\n"u8]);

        var error = (await Should.ThrowAsync<ReadException>(async () => await folder.ReadAsync("contacts.csv"))).Error;

        error.Message.ShouldBe("contacts.csv is not UTF-8: byte 0xFC at line 30000.");
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("iso-8859-15")]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task The_encoding_can_be_set(string encoding)
    {
        folder.Add("contacts.csv", (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding)).GetBytes("name,sum\nAndr\u00e9e,5 \u20ac\n"));

        (await folder.ReadAsync("contacts.csv", ("encoding", encoding))).ShouldBe([["Andr\u00e9e", "5 \u20ac"]]);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public async Task A_byte_order_mark_tells_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        folder.Add("contacts.csv", [.. encoding.Preamble, .. encoding.GetBytes("name,sum\nAndr\u00e9e,5 \u20ac\n")]);

        (await folder.ReadAsync("contacts.csv")).ShouldBe([["Andr\u00e9e", "5 \u20ac"]]);
    }

    [Fact]
    public async Task UTF_16_without_a_mark_is_recognised_instead_of_read_as_zeros()
    {
        folder.Add("contacts.csv", Encoding.Unicode.GetBytes("id,name\n1,Ada\n"));

        var error = (await Should.ThrowAsync<ReadException>(async () => await folder.ReadAsync("contacts.csv"))).Error;

        error.Advice.ShouldNotBeNull().ShouldContain("encoding=utf-16");
    }

    [Fact]
    public async Task Ragged_rows_are_all_counted_and_the_first_ten_named_by_line()
    {
        var text = new StringBuilder("a,b,c\n1,\"two\nlines\",3\n");
        for (var i = 0; i < 12; i++)
        {
            text.Append("1,2\n1,2,3\n");
        }

        folder.Add("contacts.csv", text.ToString());

        var error = (await Should.ThrowAsync<ReadException>(async () => await folder.ReadAsync("contacts.csv"))).Error;

        error.Id.ShouldBe("FI1105");
        error.Message.ShouldBe(
            "contacts.csv has 12 rows whose number of values is not 3, as in the first line: "
            + "lines 4 (2), 6 (2), 8 (2), 10 (2), 12 (2), 14 (2), 16 (2), 18 (2), 20 (2), 22 (2), …");
        error.Location.ShouldBe(new SourceLocation("contacts.csv", 4));
    }

    [Fact]
    public async Task One_ragged_row_is_told_in_one_plain_sentence()
    {
        folder.Add("contacts.csv", "a,b\n1,2\n1,2,3\n");

        var error = (await Should.ThrowAsync<ReadException>(async () => await folder.ReadAsync("contacts.csv"))).Error;

        error.Message.ShouldBe("contacts.csv line 3 has 3 values where the first line has 2.");
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,\"open\n4,5\n6,7\n", "FI1106", "contacts.csv has a quoted value in the row of line 3 that never ends.")]
    [InlineData("a,b\n1,\"x\"y\n", "FI1107", "contacts.csv has text after the closing quote of value 2 in the row of line 2.")]
    [InlineData("a,\"b\n1,2\n", "FI1106", "contacts.csv has a quoted value in the row of line 1 that never ends.")]
    public async Task Quotes_that_do_not_match_are_told_with_their_line(string text, string id, string message)
    {
        folder.Add("contacts.csv", text);

        var error = (await Should.ThrowAsync<ReadException>(async () => await folder.ReadAsync("contacts.csv"))).Error;

        error.Id.ShouldBe(id);
        error.Message.ShouldBe(message);
    }

    [Fact]
    public async Task An_open_quote_in_a_huge_file_does_not_take_it_all_into_memory()
    {
        folder.Add("contacts.csv", "a,b\n1,\"open\n" + new string('x', 20_000_000) + "\n");

        var error = (await Should.ThrowAsync<ReadException>(async () => await folder.ReadAsync("contacts.csv"))).Error;

        error.Id.ShouldBe("FI1108");
        error.Location.ShouldBe(new SourceLocation("contacts.csv", 2));
    }

    [Theory]
    [InlineData("", "FI1101", "contacts.csv is empty: it has not even a line with column names.")]
    [InlineData("\uFEFF", "FI1101", "contacts.csv is empty: it has not even a line with column names.")]
    [InlineData("\n\n", "FI1101", "contacts.csv is empty: it has not even a line with column names.")]
    [InlineData("a,,c\n1,2,3\n", "FI1102", "contacts.csv has no name for column 2.")]
    [InlineData("id,name,ID\n1,2,3\n", "FI1103", "contacts.csv names two columns 'ID': column 1 and column 3.")]
    public async Task A_header_that_names_no_columns_is_refused(string text, string id, string message)
    {
        folder.Add("contacts.csv", text);

        var described = (await Should.ThrowAsync<SchemaException>(async () => await folder.ColumnsAsync("contacts.csv"))).Error;
        var read = (await Should.ThrowAsync<SchemaException>(async () => await folder.ReadAsync("contacts.csv"))).Error;

        described.Id.ShouldBe(id);
        described.Message.ShouldBe(message);
        read.ShouldBe(described with { Others = read.Others });
    }
}
