using Microsoft.Extensions.Time.Testing;
using Syncline.Connections.Governing;
using Syncline.Connections.Tests.Http;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connections.Tests.Governing;

public sealed class WriteGovernorTests
{
    private static readonly TimeSpan PerRow = TimeSpan.FromMilliseconds(10);

    private readonly ImmediateTime time = new();

    [Fact]
    public void It_begins_with_two_requests_and_grows_by_one_a_round_to_the_servers_hint()
    {
        using var governor = Governor();
        governor.Parallelism.ShouldBe(2);
        Answer(governor, 2, hint: 5);
        governor.Parallelism.ShouldBe(3);
        Answer(governor, 3, hint: 5);
        governor.Parallelism.ShouldBe(4);
        Answer(governor, 50, hint: 5);
        governor.Parallelism.ShouldBe(5);
        governor.Limit.ShouldBe(WriteLimit.Source, "nothing is under way");
    }

    [Theory]
    [InlineData(null, 500, 52)]
    [InlineData(3, 20, 3)]
    [InlineData(90, 80, 52)]
    [InlineData(1, 20, 1)]
    public void It_never_exceeds_what_the_user_or_the_service_allows(int? wish, int hint, int expected)
    {
        using var governor = Governor(new WriteGovernorOptions { MaxParallelism = wish });
        Answer(governor, 3000, hint);
        governor.Parallelism.ShouldBe(expected);
    }

    [Fact]
    public void A_hint_that_falls_is_followed_at_once()
    {
        using var governor = Governor();
        Answer(governor, 300, hint: 16);
        Answer(governor, 20, hint: 4);
        governor.Parallelism.ShouldBe(4);
    }

    [Fact]
    public void It_stops_growing_when_the_time_per_row_rises_and_takes_requests_back_when_it_doubles()
    {
        using var governor = Governor();
        Answer(governor, 40, hint: 50);
        var reached = governor.Parallelism;
        Answer(governor, 60, hint: 50, perRow: PerRow * 2);
        governor.Parallelism.ShouldBeInRange(reached - 1, reached + 1);
        Answer(governor, 100, hint: 50, perRow: PerRow * 10);
        governor.Parallelism.ShouldBeLessThan(reached);
    }

    [Fact]
    public void Batches_take_about_three_seconds_whatever_a_row_takes()
    {
        using var governor = Governor();
        governor.BatchSize.ShouldBe(100);
        Answer(governor, 1);
        governor.BatchSize.ShouldBe(200, "at most double");
        Answer(governor, 10);
        governor.BatchSize.ShouldBe(300, "3 s at 10 ms a row");
        Answer(governor, 10, perRow: TimeSpan.FromMilliseconds(100));
        governor.BatchSize.ShouldBe(30);
        Answer(governor, 10, perRow: TimeSpan.FromMicroseconds(100));
        governor.BatchSize.ShouldBe(1000);
    }

    [Fact]
    public void The_last_small_batch_of_a_table_does_not_change_the_size()
    {
        using var governor = Governor();
        Answer(governor, 10);
        governor.Learn(WriteResult.Same(3, RowOutcome.Done), TimeSpan.FromMilliseconds(20));
        governor.BatchSize.ShouldBe(300);
    }

    [Fact]
    public void A_batch_is_never_larger_than_the_connection_takes()
    {
        using var governor = Governor(new WriteGovernorOptions { MaxBatch = 7 });
        Answer(governor, 10);
        governor.BatchSize.ShouldBe(7);
    }

    [Fact]
    public async Task A_wait_that_the_server_asks_for_holds_everybody_just_that_long_and_halves_the_requests()
    {
        using var governor = Governor();
        Answer(governor, 200, hint: 8);
        governor.Learn(WriteResult.Same(100, RowOutcome.Done) with { RetryAfter = TimeSpan.FromSeconds(23) }, TimeSpan.FromSeconds(1));
        governor.Parallelism.ShouldBe(4);
        governor.PausedUntil.ShouldBe(time.GetUtcNow() + TimeSpan.FromSeconds(23));
        governor.Limit.ShouldBe(WriteLimit.Limit);

        await governor.EnterAsync(CancellationToken.None);

        time.Waits.ShouldBe([TimeSpan.FromSeconds(23)]);
        governor.PausedUntil.ShouldBeNull();
    }

    [Fact]
    public async Task Lost_answers_halve_requests_and_rows()
    {
        using var governor = Governor();
        Answer(governor, 200, hint: 8);
        governor.Learn(WriteResult.Same(300, RowOutcome.Unknown(new ErrorDetail { Id = "x", Phase = ErrorPhase.Write, Message = "x" })), TimeSpan.FromMinutes(2));
        (governor.Parallelism, governor.BatchSize).ShouldBe((4, 150));
        await Fill(governor);
        governor.Limit.ShouldBe(WriteLimit.Network);
    }

    [Fact]
    public async Task No_more_go_than_fit_in_what_is_left_of_the_servers_limits()
    {
        var clock = new FakeTimeProvider();
        using var governor = new WriteGovernor(new WriteGovernorOptions { TimeProvider = clock });
        Answer(governor, 200, hint: 8, left: TimeSpan.FromSeconds(1200));
        Answer(governor, 10, hint: 8, left: TimeSpan.FromSeconds(24 + 7));
        await governor.EnterAsync(CancellationToken.None);
        await governor.EnterAsync(CancellationToken.None);

        var third = governor.EnterAsync(CancellationToken.None).AsTask();
        third.IsCompleted.ShouldBeFalse("24 s are the reserve, and two requests of 3 s are under way");
        governor.Limit.ShouldBe(WriteLimit.Limit);
        (governor.Parallelism, governor.PausedUntil).ShouldBe((8, null));

        clock.Advance(TimeSpan.FromSeconds(301));
        await third.WaitAsync(TimeSpan.FromSeconds(30));
        governor.Limit.ShouldNotBe(WriteLimit.Limit, "the earlier requests have fallen out of the window");
    }

    [Fact]
    public async Task When_others_have_used_the_limit_up_one_request_asks_again_after_five_seconds()
    {
        var clock = new FakeTimeProvider();
        using var governor = new WriteGovernor(new WriteGovernorOptions { TimeProvider = clock });
        Answer(governor, 1, left: TimeSpan.FromSeconds(1200));
        Answer(governor, 1, left: TimeSpan.Zero);
        var next = governor.EnterAsync(CancellationToken.None).AsTask();
        next.IsCompleted.ShouldBeFalse();

        clock.Advance(TimeSpan.FromSeconds(5));
        await next.WaitAsync(TimeSpan.FromSeconds(30));
        governor.TryEnter(CancellationToken.None).ShouldBeFalse();
    }

    [Fact]
    public async Task The_number_of_requests_left_counts_as_well()
    {
        using var governor = Governor();
        for (var i = 0; i < 50; i++)
        {
            governor.Learn(WriteResult.Same(10, RowOutcome.Done) with { Headroom = new ServerHeadroom(i < 49 ? 6000 : 121, null) }, TimeSpan.FromSeconds(1));
        }

        await governor.EnterAsync(CancellationToken.None);
        governor.TryEnter(CancellationToken.None).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_so_many_enter_and_the_next_one_when_one_leaves()
    {
        using var governor = Governor(new WriteGovernorOptions { MaxParallelism = 1 });
        await governor.EnterAsync(CancellationToken.None);
        var second = governor.EnterAsync(CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();
        governor.Limit.ShouldBe(WriteLimit.Setting);
        governor.Leave();
        await second;
        governor.InFlight.ShouldBe(1);
    }

    [Fact]
    public async Task Who_waits_can_be_cancelled()
    {
        using var governor = Governor(new WriteGovernorOptions { MaxParallelism = 1 });
        await governor.EnterAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var second = governor.EnterAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        governor.InFlight.ShouldBe(1);
    }

    private WriteGovernor Governor(WriteGovernorOptions? options = null) => new((options ?? new WriteGovernorOptions()) with { TimeProvider = time });

    private static async Task Fill(WriteGovernor governor)
    {
        while (governor.InFlight < governor.Parallelism)
        {
            await governor.EnterAsync(CancellationToken.None);
        }
    }

    private static void Answer(WriteGovernor governor, int times, int? hint = null, TimeSpan? perRow = null, TimeSpan? left = null)
    {
        for (var i = 0; i < times; i++)
        {
            var rows = governor.BatchSize;
            governor.Learn(
                WriteResult.Same(rows, RowOutcome.Done) with { RecommendedParallelism = hint, Headroom = left is null ? null : new ServerHeadroom(null, left) },
                (perRow ?? PerRow) * rows);
        }
    }
}
