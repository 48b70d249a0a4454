using Syncline.Core.Tables;
using Syncline.Sync.Applying;

namespace Syncline.Sync.Tests.Applying;

/// <summary>What counts as the same value when a row is read back: as little more than equality as systems make necessary.</summary>
public sealed class CellEqualityTests
{
    private static readonly DateTime Noon = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<object?, object?, bool> Texts => new()
    {
        { null, null, true },
        { "", null, true },
        { null, "", true },
        { " ", null, false },
        { "a", null, false },
        { null, "a", false },
        { "a", "a", true },
        { "a", "A", false },
        { "a", "a \t", true },
        { "a", " a", false },
        { "a\r\nb", "a\nb", true },
        { "a\nb", "a b", false },
        { "a", "b", false },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Of_texts_white_space_at_the_end_and_the_kind_of_line_ends_do_not_count(object? left, object? right, bool same) => Compare(left, right, ColumnKind.Text, same);

    [Theory]
    [InlineData(0, true)]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void Times_are_the_same_within_a_second(int milliseconds, bool same)
    {
        Compare(Noon, Noon.AddMilliseconds(milliseconds), ColumnKind.DateTime, same);
        Compare(TimeOnly.FromDateTime(Noon), TimeOnly.FromDateTime(Noon.AddMilliseconds(milliseconds)), ColumnKind.Time, same);
    }

    [Theory]
    [InlineData(1.0, 1.0, true)]
    [InlineData(1e9, 1e9 + 1, true)]
    [InlineData(1e9, 1e9 + 2, false)]
    [InlineData(-1e9, -1e9 - 1, true)]
    [InlineData(1e-30, 2e-30, false)]
    [InlineData(0.0, 1e-30, false)]
    [InlineData(1.0, -1.0, false)]
    [InlineData(double.NaN, double.NaN, true)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, true)]
    public void Floating_point_numbers_are_the_same_within_a_billionth(double left, double right, bool same) => Compare(left, right, ColumnKind.Double, same);

    [Fact]
    public void Other_values_are_the_same_when_they_are_equal()
    {
        Compare(new byte[] { 1, 2 }, new byte[] { 1, 2 }, ColumnKind.Binary, same: true);
        Compare(new byte[] { 1, 2 }, new byte[] { 1, 3 }, ColumnKind.Binary, same: false);
        Compare(1.50m, 1.5m, ColumnKind.Decimal, same: true);
        Compare(1.50m, 1.51m, ColumnKind.Decimal, same: false);
        Compare("a;b", "a;b ", ColumnKind.Choices, same: false);
        Compare(1L, 2L, ColumnKind.Integer, same: false);
    }

    private static void Compare(object? left, object? right, ColumnKind kind, bool same)
    {
        CellEquality.AreSame(left, right, ColumnType.Of(kind)).ShouldBe(same);
        CellEquality.AreSame(right, left, ColumnType.Of(kind)).ShouldBe(same);
    }
}
