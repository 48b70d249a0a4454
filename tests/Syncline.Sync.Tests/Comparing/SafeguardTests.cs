using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>What keeps a plan from doing harm: protected rows, unique keys, guards.</summary>
public sealed class SafeguardTests : IDisposable
{
    private const string Names = "key: code\ncolumns: { code: id, name: name, n: n }\nactions: { delete: true }\n";

    private readonly PlanBed bed = new PlanBed()
        .WithSource(Column("id"), Column("name"), Column("n"))
        .WithTarget(Column("code"), Column("name"), Column("n", Core.Tables.ColumnKind.Integer));

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task A_row_with_a_problem_is_not_updated_and_its_target_row_is_not_deleted()
    {
        bed.SourceTable.Add("1", "changed", "no number");
        bed.SourceTable.Add("2", "b", "2");
        bed.AddTarget("1", "a", 1L);
        bed.AddTarget("3", "c", 3L);

        var changes = await bed.PlanAsync(Names);

        changes.Select(change => change.Action).ShouldBe([PlanAction.Add, PlanAction.Delete]);
        bed.Before(changes[1], "code").ShouldBe("3");
        bed.Header.Counts.Problems.ShouldBe(1);
    }

    [Fact]
    public async Task A_source_row_without_a_usable_key_stops_all_deletes()
    {
        bed.SourceTable.Add("1", "a", null);
        bed.SourceTable.Add("", "b", null);
        bed.SourceTable.Add(null, "c", null);
        bed.AddTarget("2", "b", null);

        (await bed.PlanAsync(Names)).ShouldHaveSingleItem().Action.ShouldBe(PlanAction.Add);

        bed.Problems.Select(problem => (problem.ErrorId, problem.SourceRow, problem.Key)).ShouldBe([("SY2114", 2, null), ("SY2114", 3, null)]);
        bed.Header.Warnings.ShouldBe(["No row is deleted: 2 source rows are without a usable key, so rows that are missing in the source can not be told from them."]);
    }

    [Fact]
    public async Task A_target_row_without_a_key_is_never_deleted()
    {
        bed.SourceTable.Add("1", "a", null);
        bed.AddTarget("1", "a", null);
        bed.AddTarget(null, "made by hand", null);

        (await bed.PlanAsync(Names)).ShouldBeEmpty();

        bed.Header.Warnings.ShouldBe(["1 target row is left alone, having no key."]);
    }

    [Fact]
    public async Task Keys_that_differ_in_case_are_the_same_row_where_the_target_says_so()
    {
        bed.SourceTable.Add("c-1", "a", null);
        bed.AddTarget("C-1", "a", null);

        bed.Target.Capabilities = bed.Target.Capabilities with { KeysIgnoreCase = true };
        (await bed.PlanAsync(Names)).ShouldBeEmpty();
        bed.Target.Capabilities = bed.Target.Capabilities with { KeysIgnoreCase = false };
        (await bed.PlanAsync(Names)).Select(change => change.Action).ShouldBe([PlanAction.Add, PlanAction.Delete]);
    }

    [Fact]
    public async Task Rows_that_the_source_filter_leaves_out_count_as_missing()
    {
        bed.SourceTable.Add("1", "DE", null);
        bed.SourceTable.Add("2", "FR", null);
        bed.AddTarget("2", "FR", null);

        (await bed.PlanAsync(Names + "source-filter: name = 'DE'")).Select(change => change.Action).ShouldBe([PlanAction.Add, PlanAction.Delete]);

        bed.Header.Counts.SourceRows.ShouldBe(1);
    }

    [Fact]
    public async Task A_filter_that_fails_on_a_row_makes_no_plan()
    {
        bed.SourceTable.Add("1", "x", null);

        var error = (await Should.ThrowAsync<MappingException>(() => bed.PlanAsync(Names + "source-filter: cast(name as integer) > 1"))).Error;

        (error.Id, error.Location!.Line).ShouldBe(("SY2113", 6));
        bed.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Duplicate_keys_in_the_source_are_told_with_their_rows()
    {
        for (var i = 0; i < 24; i++)
        {
            bed.SourceTable.Add($"{i % 12}", "a", null);
        }

        bed.SourceTable.Add("unique", "a", null);

        var error = (await Should.ThrowAsync<MappingException>(() => bed.PlanAsync(Names))).Error;

        error.Id.ShouldBe("SY2201");
        error.Message.ShouldStartWith("12 keys occur more than once in the source: 0 (rows 1, 13); 1 (rows 2, 14);");
        error.Message.ShouldEndWith("9 (rows 10, 22); ….");
        error.Location!.Line.ShouldBe(3);
        bed.Files().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("first", "a")]
    [InlineData("last", "c")]
    [InlineData("newest(n)", "b")]
    public async Task The_project_says_which_of_several_source_rows_counts(string policy, string expected)
    {
        bed.SourceTable.Add("1", "a", "2");
        bed.SourceTable.Add("1", "b", "3");
        bed.SourceTable.Add("1", "c", "1");

        var change = (await bed.PlanAsync(Names + $"duplicates: {policy}")).ShouldHaveSingleItem();

        bed.After(change, "name").ShouldBe(expected);
        bed.Header.Counts.SourceRows.ShouldBe(1);
        bed.Header.Warnings.ShouldBe([$"2 source rows are left out because 1 key occurs more than once (duplicates: {policy})."]);
    }

    [Fact]
    public async Task Duplicate_keys_in_the_target_stop_or_leave_the_others_alone()
    {
        bed.SourceTable.Add("1", "new", null);
        var first = bed.AddTarget("1", "a", null);
        bed.AddTarget("1", "b", null);

        (await Should.ThrowAsync<MappingException>(() => bed.PlanAsync(Names))).Error.Message.ShouldBe("One key occurs more than once in the target: 1 (rows 1, 2).");
        var change = (await bed.PlanAsync(Names + "duplicates: first")).ShouldHaveSingleItem();

        (change.Action, change.RowId).ShouldBe((PlanAction.Update, first.Values[0]!.ToString()));
    }

    [Fact]
    public async Task A_target_row_that_shares_its_key_is_not_deleted()
    {
        bed.SourceTable.Add("1", "a", null);
        bed.AddTarget("1", "a", null);
        bed.AddTarget("2", "b", null);
        bed.AddTarget("2", "c", null);

        (await bed.PlanAsync(Names + "duplicates: last")).ShouldBeEmpty();

        bed.Header.Warnings.ShouldBe(["1 target row is left out because 1 key occurs more than once (duplicates: last)."]);
    }

    [Fact]
    public async Task Guards_are_held_against_the_target_rows_and_written_down()
    {
        for (var i = 0; i < 20; i++)
        {
            bed.AddTarget($"{i}", "a", null);
            if (i < 18)
            {
                bed.SourceTable.Add($"{i}", i < 2 ? "b" : "a", null);
            }
        }

        await bed.PlanAsync(Names + "guards: { max-adds: 0, max-updates: 10%, max-deletes: 9.9%, environment: 5A1E0000-0000-4000-8000-000000000002 }");

        bed.Header.Guards.Select(guard => (guard.Name, guard.Limit, guard.Found, guard.Holds)).ShouldBe(
        [
            ("max-adds", "0", "0 of 20 target rows (0%)", true),
            ("max-updates", "10%", "2 of 20 target rows (10%)", true),
            ("max-deletes", "9.9%", "2 of 20 target rows (10%)", false),
            ("empty-source", "stop", "18 source rows", true),
            ("environment", "5A1E0000-0000-4000-8000-000000000002", "5a1e0000-0000-4000-8000-000000000001", false),
        ]);
    }

    [Fact]
    public async Task An_empty_source_breaks_a_guard_unless_the_project_says_continue()
    {
        bed.AddTarget("1", "a", null);

        (await bed.PlanAsync(Names)).ShouldHaveSingleItem().Action.ShouldBe(PlanAction.Delete);
        bed.Header.Guards.Single(guard => guard.Name == "empty-source").Holds.ShouldBeFalse();

        await bed.PlanAsync(Names + "guards: { empty-source: continue }");
        bed.Header.Guards.ShouldNotContain(guard => guard.Name == "empty-source");
    }

    [Fact]
    public async Task Deletes_have_a_bound_even_where_the_project_names_none()
    {
        for (var i = 0; i < 10; i++)
        {
            bed.AddTarget($"{i}", "a", null);
            bed.SourceTable.Add($"{(i < 7 ? i : i + 100)}", "a", null);
        }

        await bed.PlanAsync(Names);
        bed.Header.Guards.Single(guard => guard.Name == "max-deletes").ShouldBe(new PlanGuard { Name = "max-deletes", Limit = "20%", Found = "3 of 10 target rows (30%)", Holds = false });

        await bed.PlanAsync(Names + "guards: { max-deletes: 100% }");
        bed.Header.Guards.Single(guard => guard.Name == "max-deletes").Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Actions_that_are_off_are_not_planned()
    {
        bed.SourceTable.Add("1", "new", null);
        bed.SourceTable.Add("2", "changed", null);
        bed.AddTarget("2", "old", null);
        bed.AddTarget("3", "gone", null);

        (await bed.PlanAsync("key: code\ncolumns: { code: id, name: name }\nactions: { add: false, update: false }")).ShouldBeEmpty();

        bed.Header.Warnings.ShouldBe(["1 row is different and left alone, because actions.update is false."]);
        bed.Header.Counts.Same.ShouldBe(0);
    }
}
