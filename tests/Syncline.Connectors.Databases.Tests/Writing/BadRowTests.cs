using Syncline.Connectors.Databases.Tests.Beds;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Tests.Writing;

/// <summary>A bad row stands alone with the server's own code and text, and the others of its batch are written; the same for each database.</summary>
public abstract class BadRowTests : IAsyncLifetime
{
    private const string Tables = """
        CREATE TABLE parent (id INTEGER NOT NULL PRIMARY KEY);
        INSERT INTO parent VALUES (1);
        CREATE TABLE child (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(10) NOT NULL, parent_id INTEGER, amount DECIMAL(6,2), CONSTRAINT small CHECK (amount < 1000),
            CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parent (id));
        INSERT INTO child VALUES (500, 'there', 1, 1)
        """;

    private static readonly string[] Columns = ["id", "name", "parent_id", "amount"];

    private DatabaseBed bed = null!;

    protected abstract IConnector Connector { get; }

    /// <summary>Codes of the server for a duplicate key, a missing value, a missing parent, a broken check and, where it has that, a text too long.</summary>
    protected abstract (string Duplicate, string Null, string Parent, string Check, string? TooLong) Codes { get; }

    /// <summary>Makes the tables and gives the settings of a connection to them.</summary>
    protected abstract Task<ConnectionSettings> CreateAsync(string tables);

    public async ValueTask InitializeAsync() => bed = await DatabaseBed.OpenAsync(Connector, await CreateAsync(Tables));

    public async ValueTask DisposeAsync()
    {
        await bed.DisposeAsync();
        End();
        GC.SuppressFinalize(this);
    }

    protected virtual void End()
    {
    }

    [Fact]
    public async Task Among_many_rows_each_bad_one_is_refused_for_its_own_reason()
    {
        List<object?[]> rows = [.. Enumerable.Range(1, 300).Select(i => new object?[] { (long)i, $"row {i}", 1L, 1.5m })];
        rows[10] = [500L, "again", 1L, 1m];
        rows[100] = [101L, null, 1L, 1m];
        rows[150] = [151L, "orphan", 9L, 1m];
        rows[299] = [300L, "costly", 1L, 1000m];

        var outcomes = await bed.WriteAsync(WriteKind.Insert, "child", Columns, [], [.. rows]);

        outcomes.Index().Where(outcome => outcome.Item.Status != RowStatus.Done).Select(outcome => outcome.Index).ShouldBe([10, 100, 150, 299]);
        ShouldBe(outcomes[10], "DB1301", Codes.Duplicate);
        outcomes[10].Error!.ServerText!.ShouldNotContain("500");
        ShouldBe(outcomes[100], "DB1302", Codes.Null);
        outcomes[100].Error!.Column.ShouldBe("name");
        ShouldBe(outcomes[150], "DB1303", Codes.Parent);
        ShouldBe(outcomes[299], "DB1304", Codes.Check);
        (await bed.LinesAsync("child", ["id"])).Count.ShouldBe(297);
    }

    [Fact]
    public async Task An_update_refuses_the_bad_row_alone_and_tells_a_row_that_is_gone()
    {
        await bed.WriteAsync(WriteKind.Insert, "child", Columns, [], [1L, "one", 1L, 1m], [2L, "two", 1L, 1m]);

        var outcomes = await bed.WriteAsync(WriteKind.Update, "child", ["id", "parent_id"], ["id"], [1L, 9L], [2L, null], [77L, 1L]);

        ShouldBe(outcomes[0], "DB1303", Codes.Parent);
        outcomes[1].Status.ShouldBe(RowStatus.Done);
        outcomes[2].Error!.Id.ShouldBe("DB1309");
        (await bed.LinesAsync("child", ["id", "name", "parent_id"])).ShouldBe(["1 | one | 1", "2 | two | ∅", "500 | there | 1"]);
    }

    [Fact]
    public async Task A_row_that_others_refer_to_is_not_deleted()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Delete, "parent", ["id"], ["id"], [1L], [2L]);

        ShouldBe(outcomes[0], "DB1303", code: null);
        outcomes[1].Status.ShouldBe(RowStatus.Done);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_where_the_database_knows_lengths()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Insert, "child", Columns, [], [1L, "12345678901", 1L, 1m], [2L, "1234567890", 1L, 1m]);

        outcomes[1].Status.ShouldBe(RowStatus.Done);
        if (Codes.TooLong is { } code)
        {
            ShouldBe(outcomes[0], "DB1305", code);
        }
        else
        {
            outcomes[0].Status.ShouldBe(RowStatus.Done);
        }
    }

    [Fact]
    public async Task A_number_that_is_out_of_range_is_refused_where_the_database_knows_ranges()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Insert, "child", Columns, [], [3_000_000_000L, "large", 1L, 1m], [2L, "small", 1L, 1m]);

        outcomes.Select(outcome => outcome.Error?.Id).ShouldBe([Codes.TooLong is null ? null : "DB1306", null]);
    }

    [Fact]
    public async Task A_row_without_a_key_is_refused_before_it_is_sent()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Update, "child", ["id", "name"], ["id"], [null, "nobody"], [500L, "somebody"]);

        outcomes[0].Error!.Id.ShouldBe("DB1315");
        outcomes[1].Status.ShouldBe(RowStatus.Done);
    }

    [Fact]
    public async Task An_upsert_by_columns_that_are_no_key_is_refused_with_what_to_do()
    {
        var outcomes = await bed.WriteAsync(WriteKind.Upsert, "child", ["id", "name"], ["name"], [500L, "there"]);

        outcomes[0].Error!.Id.ShouldBe("DB1318");
        outcomes[0].Error!.Advice.ShouldBe("Add a unique index on these columns, or take others as key.");
    }

    private static void ShouldBe(RowOutcome outcome, string id, string? code)
    {
        outcome.Status.ShouldBe(RowStatus.Failed);
        var error = outcome.Error.ShouldNotBeNull();
        error.Id.ShouldBe(id, error.Message);
        error.Phase.ShouldBe(ErrorPhase.Write);
        error.Recovery.ShouldBe(Recovery.SkipRow);
        error.Advice.ShouldNotBeNullOrEmpty();
        error.ServerText.ShouldNotBeNullOrEmpty();
        if (code is not null)
        {
            error.ServerCode.ShouldBe(code);
        }
    }
}
