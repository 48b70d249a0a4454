using Syncline.Core.Errors;
using Syncline.Core.Reading;

namespace Syncline.Connectors.Files.Tests.Tables;

public sealed class OneTableTests : IDisposable
{
    private readonly FileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_of_a_pattern_are_read_as_one_table_in_the_order_of_their_names()
    {
        folder.Add("o-2.csv", "id;sum\n3;30\n").Add("o-1.csv", "id,sum\n1,10\n2,20\n").Add("other.csv", "x\n");
        await using var connection = await folder.ConnectAsync("o-*.csv", ("one-table", "orders"));

        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "orders" })).ShouldBe([["1", "10"], ["2", "20"], ["3", "30"]]);
        (await FileFolder.ReadAsync(connection, new ReadRequest { Table = "orders", MaxRows = 2, Columns = ["sum"] })).ShouldBe([["10"], ["20"]]);
        connection.Writer.ShouldBeNull();
    }

    [Theory]
    [InlineData("id\n1\n", "o-2.csv has other columns than o-1.csv: 1 instead of 2.")]
    [InlineData("id,total\n1,2\n", "o-2.csv has other columns than o-1.csv: column 2 is total instead of sum.")]
    public async Task A_file_with_other_columns_is_told(string content, string message)
    {
        folder.Add("o-1.csv", "id,sum\n1,10\n").Add("o-2.csv", content);
        await using var connection = await folder.ConnectAsync("o-*.csv", ("one-table", "orders"));

        var error = (await Should.ThrowAsync<SchemaException>(() => FileFolder.ReadAsync(connection, new ReadRequest { Table = "orders" }))).Error;

        error.Id.ShouldBe("FI1112");
        error.Message.ShouldBe(message);
    }
}
