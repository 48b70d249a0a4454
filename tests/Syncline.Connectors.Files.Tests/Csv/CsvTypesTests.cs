using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tests.Csv;

public sealed class CsvTypesTests : IDisposable
{
    private readonly FileFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Types_are_found_only_where_every_value_would_come_back_as_it_was()
    {
        folder.Add(
            "c.csv",
            "whole,number,flag,day,moment,local,id,zeros,plus,mixed,none\n"
            + "1,1,true,2024-01-31,2024-01-31T10:00:00Z,2024-01-31 10:00:00,6f9619ff-8b86-d011-b42d-00c04fc964ff,007,+1,1,\n"
            + "-2,2.50,false,2024-02-01,2024-02-01T10:00:00+01:00,2024-02-01T10:00:00,6f9619ff-8b86-d011-b42d-00c04fc964fe,1,2,x,\n"
            + ",,,,,,,,,,\n");
        await using var connection = await folder.ConnectAsync("c.csv", ("types", "inferred"));

        var columns = (await connection.DescribeTableAsync("c.csv", Token)).Columns;

        columns.Select(column => column.Type.Kind).ShouldBe(
        [
            ColumnKind.Integer, ColumnKind.Decimal, ColumnKind.Boolean, ColumnKind.Date, ColumnKind.DateTime, ColumnKind.LocalDateTime, ColumnKind.Guid,
            ColumnKind.Text, ColumnKind.Text, ColumnKind.Text, ColumnKind.Text,
        ]);
        (await folder.ReadAsync("c.csv", ("types", "inferred")))[1][..6].ShouldBe(
            [-2L, 2.5m, false, new DateOnly(2024, 2, 1), new DateTime(2024, 2, 1, 9, 0, 0, DateTimeKind.Utc), new DateTime(2024, 2, 1, 10, 0, 0)]);
    }

    [Fact]
    public async Task A_declared_type_wins_over_the_one_found()
    {
        folder.Add("c.csv", "id,sum\n1,2\n");

        (await folder.ReadAsync("c.csv", ("types", "inferred"), ("columns", "id:text"))).ShouldBe([["1", 2L]]);
        (await folder.ReadAsync("c.csv", ("columns", "sum:decimal"))).ShouldBe([["1", 2m]]);
    }

    [Fact]
    public async Task A_value_that_is_not_of_its_type_is_told_with_its_line()
    {
        folder.Add("c.csv", "id,born\n1,2024-01-31\n\n2,31.01.2024\n");

        var error = (await Should.ThrowAsync<ReadException>(() => folder.ReadAsync("c.csv", ("columns", "born:date")))).Error;

        error.Id.ShouldBe("FI1110");
        error.Message.ShouldBe("c.csv line 4: the value of born is not a date (YYYY-MM-DD).");
    }

    [Theory]
    [InlineData("a:whole", "whole")]
    [InlineData(":text", ":text")]
    [InlineData("a:text, A:date", "A:date")]
    [InlineData("a:decimal(99)", "decimal(99)")]
    [InlineData("a:date(2)", "date(2)")]
    public async Task Declared_types_that_mean_nothing_are_told(string columns, string part)
    {
        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await folder.ConnectAsync("c.csv", ("columns", columns)))).Error;

        error.Message.ShouldBe($"'{part}' is not a value of the option 'columns'.");
        error.Advice!.ShouldContain("date-time");
    }
}
