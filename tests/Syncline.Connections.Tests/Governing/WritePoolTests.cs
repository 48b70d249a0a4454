using Syncline.Connections.Governing;
using Syncline.Connections.Tests.Http;
using Syncline.Core.Writing;

namespace Syncline.Connections.Tests.Governing;

public sealed class WritePoolTests
{
    private readonly ImmediateTime time = new();

    [Fact]
    public async Task Each_user_brings_its_own_requests_and_the_idle_one_is_taken_first()
    {
        using var pool = Pool(2);
        var lanes = new List<WriteLane>();
        for (var i = 0; i < 4; i++)
        {
            lanes.Add(await pool.EnterAsync(CancellationToken.None));
        }

        lanes.GroupBy(lane => lane.Governor).Select(group => group.Count()).ShouldBe([2, 2]);
        lanes[0].ShouldNotBe(lanes[1]);
        var fifth = pool.EnterAsync(CancellationToken.None).AsTask();
        fifth.IsCompleted.ShouldBeFalse();
        lanes[3].Governor.Leave();
        (await fifth).Governor.ShouldBeSameAs(lanes[3].Governor);
    }

    [Fact]
    public async Task While_one_user_has_to_wait_the_other_goes_on()
    {
        using var pool = Pool(2);
        var throttled = await pool.EnterAsync(CancellationToken.None);
        throttled.Governor.Learn(WriteResult.Same(1, RowOutcome.Done) with { RetryAfter = TimeSpan.FromMinutes(5) }, TimeSpan.Zero);
        throttled.Governor.Leave();

        (await pool.EnterAsync(CancellationToken.None)).Governor.ShouldNotBeSameAs(throttled.Governor);
        (await pool.EnterAsync(CancellationToken.None)).Governor.ShouldNotBeSameAs(throttled.Governor);
        pool.PausedUntil.ShouldBeNull();
        time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var pool = Pool(1);
        await pool.EnterAsync(CancellationToken.None);
        await pool.EnterAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var third = pool.EnterAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(third);
        pool.InFlight.ShouldBe(2);
    }

    private WritePool Pool(int lanes) => new(
        [.. Enumerable.Range(0, lanes).Select(_ => new WriteLane(new NoWriter(), new WriteGovernor(new WriteGovernorOptions { TimeProvider = time })))]);

    private sealed class NoWriter : IRowWriter
    {
        public ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
