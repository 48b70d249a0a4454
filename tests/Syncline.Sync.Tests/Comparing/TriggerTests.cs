using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>Which differences make a row change: triggers, and the newer side.</summary>
public sealed class TriggerTests
{
    private static readonly DateTime Noon = new(2024, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Where_a_column_is_a_trigger_only_triggers_make_a_row_change_and_the_others_are_sent_along()
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("a"), Column("b")).WithTarget(Column("k"), Column("a"), Column("b"));
        bed.SourceTable.Add("1", "same", "new");
        bed.SourceTable.Add("2", "new", "new");
        bed.AddTarget("1", "same", "old");
        bed.AddTarget("2", "old", "old");

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, a: { from: a, compare: trigger }, b: b }")).ShouldHaveSingleItem();

        bed.Before(change, "k").ShouldBe("2");
        change.Changed.ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    public async Task Newer_wins_updates_a_row_only_where_the_source_is_later(int hours, int updates)
    {
        using var bed = new PlanBed()
            .WithSource(Column("id"), Column("name"), Column("changed", ColumnKind.DateTime))
            .WithTarget(Column("k"), Column("name"), Column("modifiedon", ColumnKind.DateTime) with { CanInsert = false, CanUpdate = false });
        bed.SourceTable.Add("1", "new", Noon.AddHours(hours));
        bed.AddTarget("1", "old", Noon);

        var changes = await bed.PlanAsync("key: k\ncolumns: { k: id, name: name, modifiedon: { from: changed, compare: newer-wins } }");

        changes.Count.ShouldBe(updates);
        changes.ShouldAllBe(change => change.Changed.Count == 1 && change.Changed[0] == "name");
        bed.Header.Counts.Same.ShouldBe(0);
        bed.Header.Warnings.ShouldBe(updates > 0 ? [] : ["1 row is different and left alone, because the target's row is newer (compare: newer-wins)."]);
    }

    [Fact]
    public async Task Newer_wins_counts_a_target_without_a_value_as_older_and_a_source_without_one_as_not_newer()
    {
        using var bed = new PlanBed()
            .WithSource(Column("id"), Column("name"), Column("version", ColumnKind.Integer))
            .WithTarget(Column("k"), Column("name"), Column("version", ColumnKind.Integer));
        bed.SourceTable.Add("1", "new", 1L);
        bed.SourceTable.Add("2", "new", null);
        bed.AddTarget("1", "old", null);
        bed.AddTarget("2", "old", 7L);

        var change = (await bed.PlanAsync("key: k\ncolumns: { k: id, name: name, version: { from: version, compare: newer-wins } }")).ShouldHaveSingleItem();

        bed.After(change, "version").ShouldBe(1L);
        bed.After(change, "name").ShouldBe("new");
    }

    [Theory]
    [InlineData("minutes", 0)]
    [InlineData("seconds", 1)]
    public async Task Newer_wins_compares_to_the_precision_of_its_own_column(string precision, int updates)
    {
        using var bed = new PlanBed()
            .WithSource(Column("id"), Column("name"), Column("changed", ColumnKind.DateTime))
            .WithTarget(Column("k"), Column("name"), Column("modifiedon", ColumnKind.DateTime) with { CanInsert = false, CanUpdate = false });
        bed.SourceTable.Add("1", "new", Noon.AddSeconds(30));
        bed.AddTarget("1", "old", Noon);

        (await bed.PlanAsync($"key: k\ncolumns: {{ k: id, name: name, modifiedon: {{ from: changed, compare: {{ mode: newer-wins, date-precision: {precision} }} }} }}")).Count.ShouldBe(updates);
    }

    [Fact]
    public async Task A_text_is_neither_newer_nor_older()
    {
        using var bed = new PlanBed().WithSource(Column("id"), Column("a")).WithTarget(Column("k"), Column("a"));

        (await Should.ThrowAsync<ConfigurationException>(() => bed.PlanAsync("key: k\ncolumns: { k: id, a: { from: a, compare: newer-wins } }"))).Error.Id.ShouldBe("SY1116");
    }
}
