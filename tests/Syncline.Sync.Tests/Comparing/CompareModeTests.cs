using Syncline.Core.Tables;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>When values count as different, and that what a server normalises does not come back.</summary>
public sealed class CompareModeTests
{
    private static readonly DateTime Noon = new(2024, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string, string?, string?, bool> Texts() => new()
    {
        { "", "a", "a", false },
        { "", "a", "A", true },
        { "compare: ignore-case", "a", "A", false },
        { "", "a ", "a", true },
        { "compare: trim", " a\r\n", "a", false },
        { "", "", null, false },
        { "", null, "", false },
        { "compare: exact", null, "", true },
        { "compare: { trim: true, ignore-case: true }", "  Straße ", "STRAßE", false },
        { "compare: ignore", "a", "b", false },
        { "compare: only-if-target-empty", "a", "b", false },
        { "compare: only-if-target-empty", "a", "", true },
        { "compare: only-if-source-not-empty", null, "b", false },
        { "compare: only-if-source-not-empty", "a", "b", true },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Texts_differ_as_the_column_says(string compare, string? source, string? target, bool differs)
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("v")).WithTarget(Column("k"), Column("v"));
        bed.SourceTable.Add("1", source);
        bed.AddTarget("1", target);

        var changes = await bed.PlanAsync($"key: k\ncolumns: {{ k: id, v: {{ from: v, {compare} }} }}");

        changes.Count.ShouldBe(differs ? 1 : 0);
        await bed.ApplyAsync(changes);
        (await bed.PlanAsync($"key: k\ncolumns: {{ k: id, v: {{ from: v, {compare} }} }}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("b; A;a", "a;B", false)]
    [InlineData("a;b", "a;c", true)]
    [InlineData(";", null, false)]
    public async Task A_list_without_an_order_is_compared_as_a_set_of_names(string source, string? target, bool differs)
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("v")).WithTarget(Column("k"), Column("v", new ColumnType { Kind = ColumnKind.Text, IsUnorderedList = true }));
        bed.SourceTable.Add("1", source);
        bed.AddTarget("1", target);

        (await bed.PlanAsync("key: k\ncolumns: { k: id, v: v }")).Count.ShouldBe(differs ? 1 : 0);
    }

    [Theory]
    [InlineData("compare: { tolerance: 0.01 }", 1.00, 1.01, false)]
    [InlineData("compare: { tolerance: 0.01 }", 1.00, 1.02, true)]
    [InlineData("compare: { tolerance: 0.01 }", 1.00, null, true)]
    [InlineData("compare: normal", 1.00, 1.01, true)]
    public async Task Numbers_within_the_tolerance_are_equal(string compare, double source, double? target, bool differs)
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("v")).WithTarget(Column("k"), Column("v", new ColumnType { Kind = ColumnKind.Money, Scale = 2 }));
        bed.SourceTable.Add("1", source.ToString(System.Globalization.CultureInfo.InvariantCulture));
        bed.AddTarget("1", (decimal?)target);

        (await bed.PlanAsync($"key: k\ncolumns: {{ k: id, v: {{ from: v, {compare} }} }}")).Count.ShouldBe(differs ? 1 : 0);
    }

    [Theory]
    [InlineData("exact", 1, true)]
    [InlineData("milliseconds", 999, false)]
    [InlineData("milliseconds", 1_000, true)]
    [InlineData("seconds", 999_999, false)]
    [InlineData("seconds", 1_000_000, true)]
    [InlineData("seconds", -1, true)]
    [InlineData("minutes", 59_999_999, false)]
    [InlineData("days", 43_199_999_999, false)]
    [InlineData("days", 43_200_000_000, true)]
    public async Task Moments_are_compared_to_the_precision(string precision, long microseconds, bool differs)
    {
        foreach (var start in new[] { Noon, new DateTime(1960, 1, 2, 12, 0, 0, DateTimeKind.Utc) })
        {
            using var bed = new PlanBed().WithSource(Column("id"), Column("v", ColumnKind.DateTime)).WithTarget(Column("k"), Column("v", ColumnKind.DateTime));
            bed.SourceTable.Add("1", start);
            bed.AddTarget("1", start.AddMicroseconds(microseconds));

            (await bed.PlanAsync($"key: k\ncolumns: {{ k: id, v: v }}\ncompare: {{ date-precision: {precision} }}")).Count.ShouldBe(differs ? 1 : 0);
        }
    }

    [Fact]
    public async Task An_ignored_column_goes_along_when_another_one_changes()
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("a"), Column("b")).WithTarget(Column("k"), Column("a"), Column("b"));
        bed.SourceTable.Add("1", "new", "new");
        bed.AddTarget("1", "old", "old");

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, a: a, b: { from: b, compare: ignore } }")).ShouldHaveSingleItem();

        change.Changed.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task After_shows_the_targets_value_where_nothing_is_sent()
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("a"), Column("b")).WithTarget(Column("k"), Column("a"), Column("b"));
        bed.SourceTable.Add("1", "new", "same");
        bed.AddTarget("1", "old", "SAME");

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, a: a, b: { from: b, compare: ignore-case } }")).ShouldHaveSingleItem();

        change.Changed.ShouldBe(["a"]);
        bed.After(change, "b").ShouldBe("SAME");
    }

    [Fact]
    public async Task A_column_that_can_only_be_inserted_is_not_updated()
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("a")).WithTarget(Column("k"), Column("a") with { CanUpdate = false });
        bed.SourceTable.Add("1", "new");
        bed.SourceTable.Add("2", "other");
        bed.AddTarget("2", "fixed");

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, a: a }")).ShouldHaveSingleItem();

        change.Changed.ShouldBe(["k", "a"]);
        bed.After(change, "a").ShouldBe("new");
    }

    public static TheoryData<ColumnKind, int?, object, Func<object, object?>> Normalised() => new()
    {
        { ColumnKind.Money, 2, 1.5m, value => decimal.Round((decimal)value, 2) + 0.0000m },
        { ColumnKind.Decimal, 4, 0.1234m, value => (decimal)value + 0.0000m },
        { ColumnKind.DateTime, null, Noon.AddMilliseconds(789), value => new DateTime(((DateTime)value).Ticks / 10_000_000 * 10_000_000, DateTimeKind.Utc) },
        { ColumnKind.LocalDateTime, null, new DateTime(2024, 1, 2, 3, 4, 5, 678), value => new DateTime(((DateTime)value).Ticks / 10_000_000 * 10_000_000) },
        { ColumnKind.Double, 3, 1.23456789, value => Math.Round((double)value, 3) },
        { ColumnKind.Text, null, "", _ => null },
        { ColumnKind.Choices, null, "", _ => null },
    };

    [Theory]
    [MemberData(nameof(Normalised))]
    public async Task What_the_server_makes_of_a_value_is_no_difference_the_next_time(ColumnKind kind, int? scale, object value, Func<object, object?> server)
    {
        var type = new ColumnType { Kind = kind, Scale = scale };
        using var bed = new PlanBed().WithSource(Column("id"), Column("v", type)).WithTarget(Column("k"), Column("v", type));
        bed.TargetTable.Normalise = (column, sent) => column.Name == "v" && sent is not null ? server(sent) : sent;
        bed.SourceTable.Add("1", value);
        bed.SourceTable.Add("2", value);
        bed.AddTarget("2", null);

        var first = await bed.PlanAsync("key: k\ncolumns: { k: id, v: v }");
        await bed.ApplyAsync(first);

        first.Count.ShouldBe(value is "" ? 1 : 2);
        (await bed.PlanAsync("key: k\ncolumns: { k: id, v: v }")).ShouldBeEmpty();
    }
}
