using Syncline.Core.Writing;
using Syncline.Sync.Applying;

namespace Syncline.Sync.Tests.Applying;

public sealed class WriteGovernorTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    private readonly InstantTime time = new();

    [Fact]
    public void Parallelism_begins_at_two_and_grows_to_the_servers_hint()
    {
        var governor = new WriteGovernor(maxParallelism: null, maxBatch: 1000, time);
        governor.Parallelism.ShouldBe(2);
        Answer(governor, 30, rows: 100, Quick, hint: 5);
        governor.Parallelism.ShouldBe(5);
    }

    [Theory]
    [InlineData(null, 500, 52)]
    [InlineData(3, 20, 3)]
    [InlineData(90, 80, 52)]
    [InlineData(1, 20, 1)]
    public void Parallelism_never_exceeds_what_the_user_or_the_service_allows(int? wish, int hint, int expected)
    {
        var governor = new WriteGovernor(wish, maxBatch: 1000, time);
        Answer(governor, 100, rows: 100, Quick, hint);
        governor.Parallelism.ShouldBe(expected);
    }

    [Fact]
    public void Batches_grow_while_they_are_answered_quickly_and_shrink_when_they_take_long()
    {
        var governor = new WriteGovernor(maxParallelism: null, maxBatch: 1000, time);
        governor.BatchSize.ShouldBe(100);
        Answer(governor, 1, rows: 100, Quick);
        governor.BatchSize.ShouldBe(200);
        Answer(governor, 5, rows: 1000, Quick);
        governor.BatchSize.ShouldBe(1000);
        Answer(governor, 1, rows: 1000, TimeSpan.FromSeconds(5));
        governor.BatchSize.ShouldBe(1000);
        Answer(governor, 1, rows: 1000, TimeSpan.FromSeconds(11));
        governor.BatchSize.ShouldBe(500);
    }

    [Fact]
    public void A_batch_is_never_larger_than_the_connection_takes() =>
        new WriteGovernor(maxParallelism: null, maxBatch: 7, time).BatchSize.ShouldBe(7);

    [Fact]
    public async Task A_wait_that_the_server_asks_for_holds_everybody_just_that_long_and_halves_the_requests()
    {
        var governor = new WriteGovernor(maxParallelism: null, maxBatch: 1000, time);
        Answer(governor, 10, rows: 100, Quick, hint: 8);
        governor.Learn(WriteResult.Same(100, RowOutcome.Done) with { RetryAfter = TimeSpan.FromSeconds(23) }, Quick);
        governor.Parallelism.ShouldBe(4);
        governor.PausedUntil.ShouldBe(time.GetUtcNow() + TimeSpan.FromSeconds(23));

        await governor.EnterAsync(CancellationToken.None);

        time.Waits.ShouldBe([TimeSpan.FromSeconds(23)]);
        governor.PausedUntil.ShouldBeNull();
    }

    [Fact]
    public async Task Only_so_many_enter_and_the_next_one_when_one_leaves()
    {
        var governor = new WriteGovernor(maxParallelism: 1, maxBatch: 10, time);
        await governor.EnterAsync(CancellationToken.None);
        var second = governor.EnterAsync(CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();
        governor.Leave();
        await second;
        governor.InFlight.ShouldBe(1);
    }

    [Fact]
    public async Task Who_waits_can_be_cancelled()
    {
        var governor = new WriteGovernor(maxParallelism: 1, maxBatch: 10, time);
        await governor.EnterAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var second = governor.EnterAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        governor.InFlight.ShouldBe(1);
    }

    private static void Answer(WriteGovernor governor, int times, int rows, TimeSpan elapsed, int? hint = null)
    {
        for (var i = 0; i < times; i++)
        {
            governor.Learn(WriteResult.Same(rows, RowOutcome.Done) with { RecommendedParallelism = hint }, elapsed);
        }
    }
}
