using Syncline.Connections.Governing;
using Syncline.Connections.Tests.Http;
using Syncline.Core.Writing;

namespace Syncline.Connections.Tests.Governing;

public sealed class WritePoolTests
{
    private readonly ImmediateTime time = new();
    private readonly List<WriteGovernor> governors = [];

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
    public void The_last_rows_are_shared_out_in_smaller_batches_where_a_batch_takes_long()
    {
        using var pool = Pool(2);
        pool.BatchSizeFor(10).ShouldBe(100, "nothing is known of the server yet");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Answer(TimeSpan.FromMilliseconds(10)); // a row: 300 make 3 s, 50 half a second
        }

        (pool.BatchSize, pool.Parallelism).ShouldBe((300, 6));
        pool.BatchSizeFor(100_000).ShouldBe(300);
        pool.BatchSizeFor(1_200).ShouldBe(100);
        pool.BatchSizeFor(10).ShouldBe(50);

        Answer(TimeSpan.FromMilliseconds(0.1));
        pool.BatchSizeFor(10).ShouldBe(pool.BatchSize, "such batches end at once anyhow");

        // Both users get the same answers, as many as they send at once.
        void Answer(TimeSpan perRow)
        {
            foreach (var governor in governors)
            {
                governor.Learn(WriteResult.Same(governor.BatchSize, RowOutcome.Done), perRow * governor.BatchSize);
            }
        }
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

    private WritePool Pool(int lanes)
    {
        governors.AddRange(Enumerable.Range(0, lanes).Select(_ => new WriteGovernor(new WriteGovernorOptions { TimeProvider = time })));
        return new WritePool([.. governors.Select(governor => new WriteLane(new NoWriter(), governor))]);
    }

    private sealed class NoWriter : IRowWriter
    {
        public ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
