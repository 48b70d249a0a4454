using System.Text;
using CsCheck;
using Syncline.Connectors.Files.Csv;
using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Files.Tests.Csv;

/// <summary>Rows that are read at their bytes are those that the CSV library reads; where it would say something else, they end before.</summary>
public sealed class CsvPlainRowsTests : IDisposable
{
    private static readonly string[] LineEnds = ["\n", "\r\n", "\n\n"];

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.Const(""), Gen.String[Gen.Char["a1 '=ä漢"], 0, 12], Gen.String[Gen.Char["a,;\"\n\rö"], 0, 6], Gen.Const("😀"));

    private static readonly Gen<string> Written = Gen.Select(Value, Gen.Int[0, 3], (value, quotes) =>
        quotes == 0 || value.AsSpan().ContainsAny(",;\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value);

    private static readonly Gen<string> Table = Gen.Int[1, 4].SelectMany(width => Gen.Select(
        Gen.Select(Written.Array[width], Gen.Int[0, 2], (values, end) => string.Join(',', values) + LineEnds[end]).Array[0, 8],
        Gen.Bool,
        (rows, isCut) => string.Join(',', Enumerable.Range(0, width).Select(i => $"c{i}")) + "\n" + (isCut ? string.Concat(rows).TrimEnd('\r', '\n') : string.Concat(rows))));

    /// <summary>One table in three has a character too many somewhere.</summary>
    private static readonly Gen<string> Content = Gen.Select(Table, Gen.Int[0, 3000], Gen.Char["\"\r\n, x"], (table, at, odd) =>
        at > 1000 ? table : table.Insert(at % (table.Length + 1), odd.ToString()));

    private readonly FileFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_rows_come_in_both_ways() =>
        Gen.Select(Content, Gen.Bool, Gen.Int[8, 80]).Sample((content, hasMark, size) => CompareAsync(content, hasMark, size).GetAwaiter().GetResult(), threads: 1, iter: 3000);

    [Theory]
    [InlineData("a,b\n1,x\"y\n2,z\n3,\"w\"\n", new[] { "1|x\"y|2", "2|z|3", "3|w|4" })]
    [InlineData("a,b\n1,\"x\ny\"\n\n2,z\r3,w\n", new[] { "1|x\ny|2", "2|z|5", "3|w|6" })]
    [InlineData("a,b\n1,\"x\"\"y\"\n2,\n3,\"\"", new[] { "1|x\"y|2", "2|∅|3", "3||4" })]
    public async Task A_row_that_is_not_plain_is_neither_lost_nor_doubled(string content, string[] expected)
    {
        folder.Add("a.csv", content);

        foreach (var batchSize in new[] { 1, 2, 100 })
        {
            (await folder.ReadAsync(new ReadRequest { Table = "a.csv", Columns = ["a", "b", "@line"], BatchSize = batchSize }))
                .Select(row => $"{row[0]}|{row[1] ?? "∅"}|{row[2]}").ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Types_and_formulas_are_told_from_bytes_as_from_text()
    {
        folder.Add("a.csv", "n,t\n 1.50 ,'=1+1\n,\"'=\"\"x\"\"\"\n\"2\",'tis\n");

        (await folder.ReadAsync("a.csv", ("columns", "n:decimal(2)"), ("neutralize-formulas", "true"))).ShouldBe([[1.50m, "=1+1"], [null, "=\"x\""], [2m, "'tis"]]);
    }

    [Fact]
    public async Task A_file_that_is_replaced_before_an_odd_row_is_not_read_on()
    {
        folder.Add("a.csv", "a\n" + string.Concat(Enumerable.Repeat("0123456789\n", 50_000)) + "x\"y\n");
        await using var connection = await folder.ConnectAsync("a.csv");
        await using var rows = connection.ReadAsync(new ReadRequest { Table = "a.csv", BatchSize = 10 }, Token).GetAsyncEnumerator(Token);
        (await rows.MoveNextAsync()).ShouldBeTrue();
        rows.Current.Dispose();
        File.Move(folder.Add("b.csv", "a\n1\n").FullPath("b.csv"), folder.FullPath("a.csv"), overwrite: true);

        var error = (await Should.ThrowAsync<ReadException>(async () =>
        {
            while (await rows.MoveNextAsync())
            {
                rows.Current.Dispose();
            }
        })).Error;

        error.Id.ShouldBe("FI1109");
        error.Message.ShouldStartWith("a.csv could not be read to its end: ");
    }

    private async Task CompareAsync(string content, bool hasMark, int size)
    {
        folder.Add("t.csv", [.. hasMark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(content)]);
        var file = new DataFile("t.csv", folder.FullPath("t.csv"), "t.csv");
        var options = CsvOptions.From(
            new ConnectionSettings { Name = "t", Connector = "csv", Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = file.FullPath, ["delimiter"] = "comma" } }, folder.FullPath("."));
        await using var text = await CsvText.OpenAsync(file, options, Token);
        if (!await HasRowAsync(text))
        {
            return;
        }

        CsvPlainRows.Takes(options, text.Sample).ShouldBeTrue();
        await using var plain = new CsvPlainRows(file, options, text.Sample, text.Count, size);
        var isFirst = true;
        while (await plain.MoveNextAsync(Token))
        {
            if (!isFirst)
            {
                (await HasRowAsync(text)).ShouldBeTrue(content);
            }

            isFirst = false;
            plain.Line.ShouldBe(text.Line, content);
            for (var i = 0; i < text.Count; i++)
            {
                var value = Encoding.UTF8.GetString(plain.Value(i, out var isQuoted));
                value.ShouldBe(text.Value(i).ToString(), content);
                (value.Length == 0 && isQuoted).ShouldBe(text.Value(i).IsEmpty && text.IsQuotedEmpty(i), content);
            }
        }

        if (plain.IsPlain)
        {
            isFirst.ShouldBeFalse(content);
            (await HasRowAsync(text)).ShouldBeFalse(content);
        }
    }

    private static async Task<bool> HasRowAsync(CsvText text)
    {
        try
        {
            return await text.ReadAsync(Token);
        }
        catch (ReadException)
        {
            return false; // where reading the text ends in an error, no plain row may come
        }
    }
}
