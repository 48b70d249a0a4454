using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>Rows that only the target has are set inactive, in the way that the target names.</summary>
public sealed class DeactivationTests : IDisposable
{
    private const string Yaml = "key: k\ncolumns: { k: id, name: name }\nactions: { delete: deactivate }\nguards: { max-deletes: 0, max-updates: 1 }";

    private static readonly ColumnSchema State = Choice("condition", new(3, "In use"), new(7, "Retired"));
    private static readonly ColumnSchema Reason = Choice("reason", new(30, "Good"), new(70, "Old"), new(71, "Broken"));

    private readonly PlanBed bed = new PlanBed().WithSource(Column("id"), Column("name"));

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task Deactivating_sets_the_values_that_the_target_names_and_counts_as_deleting()
    {
        bed.WithTarget([new("condition", 7), new("reason", 70)], Column("k"), Column("name"), State, Reason);
        bed.SourceTable.Add("1", "new");
        bed.SourceTable.Add("2", "b");
        bed.AddTarget("1", "a", 3, 30);
        bed.AddTarget("3", "gone", 3, 30);
        bed.AddTarget("4", "gone and retired for another reason", 7, 71);

        var changes = await bed.PlanAsync(Yaml);

        changes.Select(change => (change.Action, bed.Before(change, "k") ?? bed.After(change, "k"))).ShouldBe([(PlanAction.Add, "2"), (PlanAction.Update, "1"), (PlanAction.Update, "3")]);
        changes[1].Changed.ShouldBe(["name"]);
        changes[2].Changed.ShouldBe(["condition", "reason"]);
        (bed.Before(changes[2], "condition"), bed.After(changes[2], "condition"), bed.After(changes[2], "condition.label")).ShouldBe((3, 7, "Retired"));
        (bed.Before(changes[2], "reason"), bed.After(changes[2], "reason"), bed.After(changes[2], "reason.label")).ShouldBe((30, 70, "Old"));
        bed.After(changes[2], "name").ShouldBe("gone");
        (bed.Header.Counts.Update, bed.Header.Counts.Deactivate).ShouldBe((2, 1));
        bed.Header.Guards.Where(guard => !guard.Holds).Select(guard => guard.Name).ShouldBe(["max-deletes"]);
        await bed.ApplyAsync(changes);
        (await bed.PlanAsync(Yaml)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_state_that_the_project_fills_too_is_deactivated_all_the_same()
    {
        bed.WithTarget([new("condition", 7)], Column("k"), Column("name"), State);
        bed.SourceTable.Add("1", "3");
        bed.AddTarget("1", null, 7);
        bed.AddTarget("2", "gone", 3);

        var changes = await bed.PlanAsync("key: k\ncolumns: { k: id, condition: name }\nactions: { delete: deactivate }");

        changes.Select(change => (bed.Before(change, "condition"), bed.After(change, "condition"))).ShouldBe([(7, 3), (3, 7)]);
        changes.ShouldAllBe(change => change.Changed.SequenceEqual(new[] { "condition" }));
    }

    [Fact]
    public async Task A_state_that_is_a_text_is_set_as_one()
    {
        bed.WithTarget([new("archived", "it's old"), new("flag", true)], Column("k"), Column("name"), Column("archived"), Column("flag", ColumnKind.Boolean));
        bed.SourceTable.Add("1", "a");
        bed.AddTarget("1", "a", null, false);
        bed.AddTarget("2", "gone", null, false);

        var change = (await bed.PlanAsync(Yaml)).ShouldHaveSingleItem();

        (bed.After(change, "archived"), bed.After(change, "flag")).ShouldBe(("it's old", true));
    }

    [Fact]
    public async Task A_state_column_that_nobody_asks_for_is_not_even_read()
    {
        bed.WithTarget([new("condition", 7)], Column("k"), Column("name"), State);
        bed.SourceTable.Add("1");
        bed.AddTarget("2", null, 7);

        (await bed.PlanAsync("key: k\ncolumns: { k: id }\nactions: { delete: true }\nguards: { max-deletes: 100% }")).Select(change => change.Action).ShouldBe([PlanAction.Add, PlanAction.Delete]);

        bed.Target.Reads.ShouldAllBe(read => !read.Columns!.Contains("condition"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_table_whose_rows_can_not_be_set_inactive_is_refused_whatever_its_columns_are_called(bool namesAReadOnlyColumn)
    {
        var state = Choice("statecode", new(0, "Open"), new(1, "Qualified")) with { CanUpdate = !namesAReadOnlyColumn };
        bed.WithTarget(namesAReadOnlyColumn ? [new("statecode", 1)] : [], Column("k"), Column("name"), state);

        var error = (await Should.ThrowAsync<ConfigurationException>(() => bed.PlanAsync(Yaml))).Error;

        (error.Id, error.Location!.Line, error.Message).ShouldBe(("SY1117", 5, "Rows of t can not be deactivated: they have no inactive state that an update can set."));
    }

    private static ColumnSchema Choice(string name, params ChoiceOption[] options) => Column(name, new ColumnType { Kind = ColumnKind.Choice, Choices = options }) with { CanInsert = false };
}
