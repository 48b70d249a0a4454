using System.Runtime.CompilerServices;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Sync.Staging;

namespace Syncline.Sync.Tests.Staging;

public sealed class StagedRowsTests
{
    private static readonly ColumnSchema[] Columns =
    [
        new() { Name = "id", Type = ColumnType.Of(ColumnKind.Integer) }, new() { Name = "name", Type = ColumnType.Of(ColumnKind.Text) },
        new() { Name = "since", Type = ColumnType.Of(ColumnKind.DateTime) }, new() { Name = "active", Type = ColumnType.Of(ColumnKind.Boolean) },
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_read_by_page_as_they_came()
    {
        await using var rows = await FilledAsync(10_000);
        var order = await rows.ArrangeAsync(new RowArrangement(), Token);

        order.Count.ShouldBe(10_000);
        var page = await rows.ReadAsync(order, 9_998, 100, Token);
        page.Select(row => row[0]).ShouldBe([9_999L, 10_000L]);
        page[0][1].ShouldBe("Name 9999");
        page[0][2].ShouldBe(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(9_999));
        page[1][3].ShouldBeNull();
    }

    [Fact]
    public async Task Sorting_puts_rows_without_a_value_last_either_way_and_takes_capitals_for_small_letters()
    {
        await using var rows = await FilledAsync(50);

        var up = await IdsAsync(rows, new RowArrangement { SortBy = "name" }, 4);
        var down = await IdsAsync(rows, new RowArrangement { SortBy = "name", Descending = true }, 50);

        up.ShouldBe([1L, 11L, 12L, 13L]);
        down[0].ShouldBe(9L);
        down.TakeLast(5).ShouldBe([10L, 20L, 30L, 40L, 50L]);
    }

    [Theory]
    [InlineData("name", RowConditionKind.Contains, "NAME 1", 10)]
    [InlineData("name", RowConditionKind.Is, "name 7", 1)]
    [InlineData("name", RowConditionKind.IsNot, "name 7", 49)]
    [InlineData("name", RowConditionKind.StartsWith, "name 4", 10)]
    [InlineData("name", RowConditionKind.EndsWith, "9", 5)]
    [InlineData("name", RowConditionKind.IsEmpty, "", 5)]
    [InlineData("name", RowConditionKind.IsNotEmpty, "", 45)]
    [InlineData("id", RowConditionKind.LessThan, "10", 9)]
    [InlineData("id", RowConditionKind.GreaterThan, "no number", 0)]
    [InlineData("active", RowConditionKind.Is, "Yes", 45)]
    [InlineData("since", RowConditionKind.StartsWith, "2020-02", 20)]
    [InlineData("name", RowConditionKind.Is, "'; DROP TABLE staged; --", 0)]
    public async Task A_condition_looks_at_cells_as_people_see_them(string column, RowConditionKind kind, string value, int expected)
    {
        await using var rows = await FilledAsync(50);
        (await rows.ArrangeAsync(new RowArrangement { Conditions = [new(column, kind, value)] }, Token)).Count.ShouldBe(expected);
    }

    [Fact]
    public async Task Text_is_found_in_any_of_the_columns_named()
    {
        await using var rows = await FilledAsync(50);
        (await IdsAsync(rows, new RowArrangement { Find = "49", FindIn = ["id", "name"] }, 5)).ShouldBe([49L]);
        (await rows.ArrangeAsync(new RowArrangement { Find = "49", FindIn = [] }, Token)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_first_rows_can_be_looked_at_while_others_are_still_coming()
    {
        var release = new TaskCompletionSource();
        await using var rows = await StagedRows.CreateAsync(Columns, new StagedRowsOptions(), Token);
        var first = new TaskCompletionSource();
        var filling = rows.FillAsync(Batches(2, 100, release.Task), read => { first.TrySetResult(); }, Token);

        await first.Task;
        var order = await rows.ArrangeAsync(new RowArrangement { SortBy = "id", Descending = true }, Token);
        order.Count.ShouldBe(100);
        (await rows.ReadAsync(order, 0, 1, Token))[0][0].ShouldBe(100L);

        release.SetResult();
        await filling;
        rows.Count.ShouldBe(200);
        (await rows.ReadAsync(order, 99, 10, Token)).Count.ShouldBe(1, "an order is of the rows that were there");
    }

    [Fact]
    public async Task More_rows_than_are_kept_are_left_and_that_is_told()
    {
        await using var rows = await StagedRows.CreateAsync(Columns, new StagedRowsOptions { MostRows = 250 }, Token);
        await rows.FillAsync(Batches(5, 100), progress: null, Token);
        rows.Count.ShouldBe(200);
        rows.IsCut.ShouldBeTrue();
    }

    [Fact]
    public async Task A_reading_that_breaks_off_leaves_the_rows_that_came()
    {
        await using var rows = await StagedRows.CreateAsync(Columns, new StagedRowsOptions(), Token);
        await Should.ThrowAsync<IOException>(() => rows.FillAsync(Batches(2, 100, Task.FromException(new IOException("gone"))), progress: null, Token));
        rows.Count.ShouldBe(100);
    }

    [Fact]
    public async Task An_order_of_other_rows_and_rows_that_are_gone_give_nothing()
    {
        var old = await FilledAsync(10);
        var order = await old.ArrangeAsync(new RowArrangement(), Token);
        await using var other = await FilledAsync(10);
        (await other.ReadAsync(order, 0, 5, Token)).ShouldBeEmpty();
        await old.DisposeAsync();
        (await old.ReadAsync(order, 0, 5, Token)).ShouldBeEmpty();
    }

    private static async Task<StagedRows> FilledAsync(int count)
    {
        var rows = await StagedRows.CreateAsync(Columns, new StagedRowsOptions(), Token);
        await rows.FillAsync(Batches(1, count), progress: null, Token);
        return rows;
    }

    private static async Task<IReadOnlyList<object?>> IdsAsync(StagedRows rows, RowArrangement arrangement, int count) =>
        [.. (await rows.ReadAsync(await rows.ArrangeAsync(arrangement, Token), 0, count, Token)).Select(row => row[0])];

    // Every tenth row has no name and does not say whether it is active.
    private static async IAsyncEnumerable<RowBatch> Batches(int batches, int rows, Task? before = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var batch = 0; batch < batches; batch++)
        {
            if (batch == 1 && before is not null)
            {
                await before.WaitAsync(cancellationToken);
            }

            var builder = new RowBatchBuilder(Columns);
            for (var row = 1; row <= rows; row++)
            {
                long id = (batch * rows) + row;
                builder.AppendRow(id, id % 10 == 0 ? null : $"{(id % 2 == 0 || id > 50 ? "Name" : "name")} {id}", new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(id), id % 10 == 0 ? null : true);
            }

            yield return builder.Build();
        }
    }
}
