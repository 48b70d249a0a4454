using Syncline.Studio.Compare;

namespace Syncline.Studio.Tests.Compare;

public sealed class LeftOutChangesTests
{
    [Fact]
    public void Numbers_are_left_out_and_included_again_one_by_one_and_in_ranges()
    {
        var none = LeftOutChanges.None;
        var some = none.With([3, 64, 130], included: false);
        some.ShouldBe([3, 64, 130]);
        (some.Count, some.Contains(64), some.Contains(65), some.Contains(9_999)).ShouldBe((3, true, false, false));
        none.Count.ShouldBe(0);
        some.With(1, 127, included: true).ShouldBe([130]);
        some.With(60, 10, included: false).ShouldBe([3, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 130]);
        some.With([64], included: true).ShouldBe([3, 130]);
        some.With(1, 0, included: false).ShouldBe([3, 64, 130]);
    }

    [Fact]
    public void Ranges_and_counts_agree_with_a_plain_set()
    {
        var random = new Random(20261125);
        var (bits, plain) = (LeftOutChanges.None, new SortedSet<long>());
        for (var step = 0; step < 300; step++)
        {
            var (first, count, included) = (random.NextInt64(1, 500), random.NextInt64(0, 200), random.Next(2) == 0);
            bits = bits.With(first, count, included);
            for (var seq = first; seq < first + count; seq++)
            {
                _ = included ? plain.Remove(seq) : plain.Add(seq);
            }

            bits.ToArray().ShouldBe(plain.ToArray(), $"step {step}");
            var (from, length) = (random.NextInt64(1, 700), random.NextInt64(0, 300));
            bits.CountIn(from, length).ShouldBe(plain.Count(seq => seq >= from && seq < from + length), $"step {step}");
        }
    }

    [Fact]
    public void A_million_of_them_copy_in_order()
    {
        var all = LeftOutChanges.None.With(1, 1_000_000, included: false);
        long[] copied = [.. all];
        (all.Count, copied[0], copied[^1], all.CountIn(1, 1_000_000)).ShouldBe((1_000_000, 1, 1_000_000, 1_000_000));
    }
}
