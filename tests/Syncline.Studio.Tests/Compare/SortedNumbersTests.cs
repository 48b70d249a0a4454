using Syncline.Studio.Compare;

namespace Syncline.Studio.Tests.Compare;

public sealed class SortedNumbersTests
{
    [Fact]
    public void Numbers_of_both_lists_and_of_a_range_are_found()
    {
        long[] numbers = [2, 3, 7, 9, 12];
        SortedNumbers.Both(numbers, [1, 3, 4, 9, 12, 15]).ShouldBe([3, 9, 12]);
        SortedNumbers.Both(numbers, []).ShouldBeEmpty();
        SortedNumbers.Within(numbers, 3, 7).ShouldBe([3, 7, 9]);
        SortedNumbers.Within(numbers, 13, 4).ShouldBeEmpty();
        SortedNumbers.CountWithin(numbers, 1, 100).ShouldBe(5);
    }
}
