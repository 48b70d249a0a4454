using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Comparing;

public sealed class PlannerTests : IDisposable
{
    private const string Names = """
        key: code
        columns: { code: id, name: name }

        """;

    private readonly PlanBed bed = new PlanBed().WithSource(Column("id"), Column("name")).WithTarget(Column("code"), Column("name"));

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task Adds_updates_and_leaves_rows_as_they_are()
    {
        bed.SourceTable.Add("1", "new");
        bed.SourceTable.Add("2", "changed");
        bed.SourceTable.Add("3", "same");
        var two = bed.AddTarget("2", "old");
        bed.AddTarget("3", "same");
        bed.AddTarget("4", "only here");

        var changes = await bed.PlanAsync(Names);

        changes.Count.ShouldBe(2);
        var add = changes[0];
        (add.Seq, add.Action, add.Version, add.SourceRow).ShouldBe((1, PlanAction.Add, null, 1));
        Guid.Parse(add.RowId!).Version.ShouldBe(7);
        add.Changed.ShouldBe(["code", "name"]);
        add.Before.ShouldBeNull();
        (bed.After(add, "code"), bed.After(add, "name")).ShouldBe(("1", "new"));
        var update = changes[1];
        (update.Seq, update.Action, update.Version, update.SourceRow).ShouldBe((2, PlanAction.Update, two.VersionText, 2));
        update.RowId.ShouldBe(two.Values[0]!.ToString());
        update.Changed.ShouldBe(["name"]);
        (bed.Before(update, "name"), bed.After(update, "name")).ShouldBe(("old", "changed"));
        bed.Header.Counts.ShouldBe(new PlanCounts { SourceRows = 3, TargetRows = 3, Add = 1, Update = 1, Same = 1 });
        bed.Header.RowIdColumn.ShouldBe("tid");
        bed.Header.Key.ShouldBe(["code"]);
    }

    [Fact]
    public async Task Rows_only_in_the_target_are_deleted_when_the_project_asks_for_it()
    {
        bed.SourceTable.Add("1", "a");
        bed.AddTarget("1", "a");
        var gone = bed.AddTarget("2", "b");

        var change = (await bed.PlanAsync(Names + "actions: { delete: true }")).ShouldHaveSingleItem();

        (change.Action, change.RowId, change.Version, change.SourceRow).ShouldBe((PlanAction.Delete, gone.Values[0]!.ToString(), gone.VersionText, null));
        change.Changed.ShouldBeEmpty();
        change.After.ShouldBeNull();
        bed.Before(change, "name").ShouldBe("b");
    }

    [Fact]
    public async Task A_source_that_breaks_off_makes_no_plan_and_leaves_nothing()
    {
        for (var i = 0; i < 5000; i++)
        {
            bed.SourceTable.Add($"{i}", "a");
            bed.AddTarget($"{i}", "a");
        }

        bed.Source.FailReadAfter["s"] = 4999;

        (await Should.ThrowAsync<ReadException>(() => bed.PlanAsync(Names + "actions: { delete: true }"))).Error.Id.ShouldBe("ME0002");

        bed.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Planning_writes_nothing_to_either_side()
    {
        bed.SourceTable.Add("1", "a");
        bed.AddTarget("2", "b");
        var before = bed.TargetTable.Snapshot();

        await bed.PlanAsync(Names + "actions: { delete: true }");

        bed.Target.Writer!.Batches.ShouldBeEmpty();
        bed.TargetTable.Snapshot().ShouldBe(before);
    }

    [Fact]
    public async Task Only_mapped_columns_are_asked_for()
    {
        bed.WithSource(Column("id"), Column("name"), Column("other")).WithTarget(Column("code"), Column("name"), Column("other"));

        await bed.PlanAsync(Names);

        bed.Source.Reads.ShouldHaveSingleItem().Columns.ShouldBe(["id", "name"]);
        bed.Target.Reads.ShouldHaveSingleItem().Columns.ShouldBe(["tid", "code", "name", "@version"]);
    }
}
