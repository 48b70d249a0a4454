using Syncline.Core.Connectors;
using Syncline.Sync.Comparing;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Tests.Comparing;

/// <summary>Where each guard stops, to the row.</summary>
public sealed class PlanGuardsTests
{
    private static readonly PlanCounts Counts = new() { SourceRows = 1, TargetRows = 200, Add = 10, Update = 12, Deactivate = 2, Delete = 3 };

    [Theory]
    [InlineData("max-adds", "10", true, "10 of 200 target rows (5%)")]
    [InlineData("max-adds", "9", false, "10 of 200 target rows (5%)")]
    [InlineData("max-adds", "5%", true, "10 of 200 target rows (5%)")]
    [InlineData("max-adds", "4.9%", false, "10 of 200 target rows (5%)")]
    [InlineData("max-updates", "10", true, "10 of 200 target rows (5%)")] // a deactivation takes a row out of use, so it counts as a delete
    [InlineData("max-updates", "9", false, "10 of 200 target rows (5%)")]
    [InlineData("max-deletes", "5", true, "5 of 200 target rows (2.5%)")]
    [InlineData("max-deletes", "4", false, "5 of 200 target rows (2.5%)")]
    [InlineData("max-deletes", "2.5%", true, "5 of 200 target rows (2.5%)")]
    [InlineData("max-deletes", "2.4%", false, "5 of 200 target rows (2.5%)")]
    public void A_limit_allows_as_many_rows_as_it_says_and_no_more(string name, string limit, bool holds, string found)
    {
        var most = ChangeLimit.Parse(limit)!;
        var project = Project(new ProjectGuards
        {
            MaxAdds = name == "max-adds" ? most : null,
            MaxUpdates = name == "max-updates" ? most : null,
            MaxDeletes = name == "max-deletes" ? most : null,
        });

        var guards = PlanGuards.Of(project, Counts, Target("5a1e"));

        var guard = guards.Single(guard => guard.Name != "empty-source");
        (guard.Name, guard.Limit, guard.Holds, guard.Found).ShouldBe((name, limit, holds, found));
        var again = PlanGuards.Again(guards, Counts with { Add = 0, Update = 2, Delete = 0, Deactivate = 2 });
        again.Single(guard => guard.Name == name).Found.ShouldBe(name == "max-deletes" ? "2 of 200 target rows (1%)" : "0 of 200 target rows (0%)");
        again.ShouldContain(guard => guard.Name == "empty-source" && guard.Found == "1 source rows");
    }

    [Theory]
    [InlineData(DeleteAction.None, false)]
    [InlineData(DeleteAction.Delete, true)]
    [InlineData(DeleteAction.Deactivate, true)]
    public void Rows_are_taken_away_within_a_bound_even_where_none_is_named(DeleteAction delete, bool isBound) =>
        PlanGuards.Of(Project(new ProjectGuards()) with { Actions = new ProjectActions { Delete = delete } }, Counts, Target("5a1e")).Any(guard => guard is { Name: "max-deletes", Limit: "20%" }).ShouldBe(isBound);

    [Theory]
    [InlineData(0, 0, "0 of 0 target rows", true)]
    [InlineData(1, 0, "1 of 0 target rows", false)]
    public void Of_an_empty_target_no_share_allows_a_change(long adds, long rows, string found, bool holds)
    {
        var guard = PlanGuards.Of(Project(new ProjectGuards { MaxAdds = new ChangeLimit(100, IsPercent: true) }), new PlanCounts { SourceRows = 1, TargetRows = rows, Add = adds }, Target("5a1e"))
            .Single(guard => guard.Name == "max-adds");

        (guard.Found, guard.Holds).ShouldBe((found, holds));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_source_is_empty_without_a_single_row(long rows, bool holds)
    {
        PlanGuards.Of(Project(new ProjectGuards()), Counts with { SourceRows = rows }, Target("5a1e")).Single(guard => guard.Name == "empty-source").Holds.ShouldBe(holds);
        PlanGuards.Of(Project(new ProjectGuards { StopOnEmptySource = false }), Counts with { SourceRows = rows }, Target("5a1e")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("5a1e", "5A1E", true)]
    [InlineData("{5a1e}", "5a1e", true)]
    [InlineData("5a1e", "{5a1e}", true)]
    [InlineData("5a1e", "5a1f", false)]
    [InlineData("5a1e", null, false)]
    public void The_environment_is_the_systems_id_however_it_is_written(string wanted, string? found, bool holds)
    {
        var guard = PlanGuards.Of(Project(new ProjectGuards { Environment = wanted }), Counts, Target(found)).Single(guard => guard.Name == "environment");

        (guard.Limit, guard.Found, guard.Holds).ShouldBe((wanted, found ?? "a system without an id", holds));
    }

    private static ConnectionIdentity Target(string? id) => new() { System = "memory", SystemId = id, User = "tester" };

    private static Project Project(ProjectGuards guards) => new()
    {
        Name = "p",
        Source = new TableReference("a", "s"),
        Target = new TableReference("b", "t"),
        Key = ["k"],
        Columns = [new ColumnRule { Name = "k", Target = "k", From = ["id"] }],
        Guards = guards,
    };
}
