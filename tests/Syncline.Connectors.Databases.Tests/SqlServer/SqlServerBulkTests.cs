using Syncline.Connectors.Databases.Connecting;
using Syncline.Connectors.Databases.SqlServer;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Tests.SqlServer.Tds;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Tests.SqlServer;

/// <summary>The bulk copy as it goes over the wire: what SQL Server would be sent, and what becomes of its answers.</summary>
public sealed class SqlServerBulkTests : IAsyncLifetime
{
    private static readonly TdsColumn[] Wire =
    [
        new("id", "int"), new("na]me", "nvarchar", 10), new("amount", "decimal"), new("score", "float"), new("active", "bit"), new("born", "date"), new("wakes", "time"),
        new("seen", "datetimeoffset"), new("made", "datetime2"), new("guid", "uniqueidentifier"), new("photo", "varbinary", 100), new("big", "bigint"), new("code", "int", IsRequired: true),
    ];

    private readonly TdsListener listener = new(Wire);
    private SqlServerDatabase database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(SqlServerConnector.HasCultures, "SQL Server's library needs ICU: install libicu.");
        database = new SqlServerDatabase(new ServerOptions { Host = "127.0.0.1", Port = listener.Port, Database = "crm", User = "syncline", Password = new Secret("sesame"), Tls = TlsMode.Off });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task A_value_of_every_type_arrives_as_it_is()
    {
        object?[][] rows =
        [
            [
                7L, "Öz 😀", -12345678901.2345m, 0.1, true, new DateOnly(1815, 12, 10), new TimeOnly(7, 30, 0, 1, 2), new DateTime(2024, 2, 29, 23, 59, 59, 999, 999, DateTimeKind.Utc),
                new DateTime(1999, 12, 31, 0, 0, 0, DateTimeKind.Unspecified), Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), new byte[] { 0, 255 }, long.MinValue,
            ],
            [8L, .. new object?[11]],
        ];

        (await InsertAsync([.. Wire.Where(column => !column.IsRequired).Select(column => column.Name)], rows)).ShouldAllBe(outcome => outcome.Status == RowStatus.Done);

        listener.Rows.ShouldBe(rows);
        listener.Requests.First().ShouldBe("BEGIN");
        listener.Requests.Last().ShouldBe("COMMIT");
        var insert = listener.Requests.Single(request => request.StartsWith("insert bulk", StringComparison.OrdinalIgnoreCase));
        insert.ShouldStartWith("insert bulk [dbo].[people] ([id] Int, [na]]me] NVarChar(10)", Case.Insensitive);
        insert.ShouldContain("CHECK_CONSTRAINTS", Case.Insensitive);
        insert.ShouldContain("FIRE_TRIGGERS", Case.Insensitive);
        insert.ShouldContain("KEEP_NULLS", Case.Insensitive);
    }

    [Fact]
    public async Task A_load_that_is_refused_is_halved_until_the_bad_row_stands_alone()
    {
        listener.Refuse = rows => rows.Any(row => row[0] is 3L) ? (2627, "Violation of PRIMARY KEY constraint 'PK_people'. Cannot insert duplicate key in object 'dbo.people'. The duplicate key value is (3).") : null;

        var outcomes = await InsertAsync(["id"], [1L], [2L], [3L], [4L], [5L]);

        outcomes.Select(outcome => outcome.Error?.Id).ShouldBe([null, null, "DB1301", null, null]);
        outcomes[2].Error!.ServerCode.ShouldBe("2627");
        outcomes[2].Error!.ServerText!.ShouldEndWith("The duplicate key value is (…).");
        listener.Rows.Select(row => row[0]).Order().ShouldBe([1L, 2L, 4L, 5L]);
    }

    [Fact]
    public async Task A_value_that_the_library_itself_refuses_is_that_rows_error()
    {
        var outcomes = await InsertAsync(["id", "na]me"], [1L, "short"], [2L, "longer than ten"], [3L, "fine"]);

        outcomes.Select(outcome => outcome.Error?.Id).ShouldBe([null, "DB1305", null]);
        outcomes[1].Error!.Column.ShouldBe("na]me");
        outcomes[1].Error!.ServerText!.ShouldNotContain("longer");
        listener.Rows.Select(row => row[0]).Order().ShouldBe([1L, 3L]);
    }

    [Fact]
    public async Task A_missing_value_that_the_library_itself_refuses_is_that_rows_error()
    {
        var outcomes = await InsertAsync(["id", "code"], [1L, 10L], [2L, null]);

        outcomes.Select(outcome => outcome.Error?.Id).ShouldBe([null, "DB1302"]);
        outcomes[1].Error!.Column.ShouldBe("code");
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_leaves_its_rows_in_doubt()
    {
        listener.CutsCommit = true;

        var outcomes = await InsertAsync(["id"], [1L], [2L]);

        outcomes.Select(outcome => (outcome.Status, outcome.Error!.Id)).ShouldBe([(RowStatus.Unknown, "DB1313"), (RowStatus.Unknown, "DB1313")]);
    }

    private async Task<RowOutcome[]> InsertAsync(string[] names, params object?[][] rows)
    {
        DatabaseColumn[] columns = [.. Wire.Select(column => SqlServerTypes.Column(column.Name, column.Type, column.Size > 0 ? column.Size : null, column.Type == "decimal" ? 28 : null, column.Type == "decimal" ? 4 : null))];
        var table = new DatabaseTable
        {
            Sql = "[dbo].[people]",
            Columns = columns,
            VersionSql = "",
            IsTable = true,
            Schema = new TableSchema { Summary = new TableSummary { Name = "dbo.people" }, Columns = [.. columns.Select(column => column.Schema)], Keys = [] },
        };
        DatabaseColumn[] sent = [.. names.Select(name => table.Get(name))];
        var builder = new RowBatchBuilder([.. sent.Select(column => column.Schema)]);
        foreach (var row in rows)
        {
            builder.AppendRow(row);
        }

        using var batch = builder.Build();
        var order = new WriteOrder { Table = table, Kind = WriteKind.Insert, Batch = batch, Columns = sent, Keys = [], Values = [.. Enumerable.Range(0, sent.Length)] };
        var outcomes = new RowOutcome?[rows.Length];
        await using var connection = await database.OpenAsync(forWriting: true, Cancellation);
        await new WriteRound(database, database.Sender(order), order, outcomes).SendAsync(connection, [.. Enumerable.Range(0, rows.Length)], Cancellation);
        return [.. outcomes.Select(outcome => outcome.ShouldNotBeNull())];
    }
}
