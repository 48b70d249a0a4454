using Syncline.Core.Errors;
using Syncline.Studio.Grid;

namespace Syncline.Studio.Tests.Grid;

public sealed class GridPagesTests
{
    private readonly List<(int From, int Count, CancellationToken Token, TaskCompletionSource<IReadOnlyList<GridRow>> Answer)> asked = [];

    [Fact]
    public async Task Pages_around_what_is_wanted_are_read_once()
    {
        using var pages = Make();
        pages.Want(new GridSpan(90, 30), 1_000);
        pages.Want(new GridSpan(95, 30), 1_000);
        asked.Select(one => (one.From, one.Count)).ShouldBe([(0, 100), (100, 100)]);
        pages.Find(120).ShouldBeNull();
        await AnswerAsync();
        pages.Find(120)!.Number.ShouldBe(120);
        pages.Find(-1).ShouldBeNull();
    }

    [Fact]
    public void The_last_page_asks_for_no_row_beyond_the_end()
    {
        using var pages = Make();
        pages.Want(new GridSpan(200, 50), 230);
        asked.Single().ShouldSatisfyAllConditions(one => one.From.ShouldBe(200), one => one.Count.ShouldBe(30));
        pages.Want(new GridSpan(0, 0), 0);
    }

    [Fact]
    public void Pages_that_nobody_looks_at_any_more_are_cancelled()
    {
        using var pages = Make();
        pages.Want(new GridSpan(0, 30), 1_000_000);
        pages.Want(new GridSpan(500_000, 30), 1_000_000);
        asked[0].Token.IsCancellationRequested.ShouldBeTrue();
        asked[1].Token.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_of_before_stay_in_view_until_the_new_ones_are_there()
    {
        using var pages = Make();
        pages.Want(new GridSpan(0, 10), 10);
        await AnswerAsync();
        var before = pages.Find(3);
        pages.Renew();
        pages.Find(3).ShouldBeSameAs(before);
        pages.Want(new GridSpan(0, 10), 10);
        await AnswerAsync();
        pages.Find(3).ShouldNotBeSameAs(before);
    }

    [Fact]
    public async Task An_answer_to_an_older_question_is_let_go()
    {
        using var pages = Make();
        pages.Want(new GridSpan(0, 10), 10);
        pages.Renew();
        await AnswerAsync();
        pages.Find(3).ShouldBeNull();
    }

    [Fact]
    public void Why_rows_can_not_be_read_is_kept_for_the_page()
    {
        using var pages = Make();
        pages.Want(new GridSpan(0, 10), 10);
        asked[0].Answer.SetException(new ReadException(new() { Id = "SY0000", Phase = ErrorPhase.Read, Message = "gone" }));
        pages.Error.ShouldNotBeNull().Message.ShouldBe("gone");
    }

    [Theory]
    [InlineData(0, 20, 1000, 0, 40)]
    [InlineData(500, 20, 1000, 480, 60)]
    [InlineData(990, 20, 1000, 970, 30)]
    [InlineData(0, 20, 5, 0, 5)]
    [InlineData(0, 20, 0, 0, 0)]
    public void One_screen_more_is_drawn_each_way(int first, int visible, int rows, int from, int count) =>
        GridSpan.Around(first, visible, rows).ShouldBe(new GridSpan(from, count));

    private GridPages Make() => new(
        (from, count, token) =>
        {
            var answer = new TaskCompletionSource<IReadOnlyList<GridRow>>();
            asked.Add((from, count, token, answer));
            return answer.Task;
        },
        () => { });

    private Task AnswerAsync()
    {
        foreach (var one in asked)
        {
            one.Answer.TrySetResult([.. Enumerable.Range(one.From, one.Count).Select(place => new GridRow(place, [new GridCell($"row {place}")]))]);
        }

        return Task.CompletedTask;
    }
}
