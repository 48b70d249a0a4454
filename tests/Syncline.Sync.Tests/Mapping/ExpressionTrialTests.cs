using Syncline.Core.Tables;
using Syncline.Sync.Mapping;

namespace Syncline.Sync.Tests.Mapping;

public sealed class ExpressionTrialTests : IDisposable
{
    private readonly ExpressionTrial trial = new(
        new TableSchema
        {
            Summary = new TableSummary { Name = "people.csv" },
            Columns =
            [
                new() { Name = "last_name", Type = ColumnType.Of(ColumnKind.Text), CanRead = true },
                new() { Name = "born", Type = ColumnType.Of(ColumnKind.Date), CanRead = true },
                new() { Name = "amount", Type = ColumnType.Of(ColumnKind.Text), CanRead = true },
            ],
        },
        [
            new Dictionary<string, string?> { ["last_name"] = "Quist", ["born"] = "1980-02-29", ["amount"] = "12" },
            new Dictionary<string, string?> { ["last_name"] = null, ["amount"] = "twelve" },
        ]);

    public void Dispose() => trial.Dispose();

    [Fact]
    public void It_gives_a_value_for_each_row_with_the_columns_own_types()
    {
        trial.Try("upper(last_name)").Values.Select(value => value.Text).ShouldBe(["QUIST", null]);
        trial.Try("year(born) + 1").Values.Select(value => value.Text).ShouldBe(["1981", null]);
    }

    [Fact]
    public void A_row_that_does_not_fit_hides_no_other()
    {
        var values = trial.Try("amount::integer * 2").Values;
        values[0].ShouldBe(new TriedValue("24", null));
        values[1].Text.ShouldBeNull();
        values[1].Failure.ShouldNotBeNull().ShouldContain("twelve");
    }

    [Theory]
    [InlineData("upper(surname)", "SY1101")]
    [InlineData("upper(", "SY1111")]
    [InlineData("(select 1)", "SY1112")]
    [InlineData("read_text('/etc/passwd')", "SY1112")]
    public void Mistakes_are_those_that_a_plan_would_tell(string expression, string id)
    {
        var tried = trial.Try(expression);
        tried.Mistakes[0].Id.ShouldBe(id);
        tried.Values.ShouldBeEmpty();
    }

    [Fact]
    public void A_filter_must_be_true_or_false()
    {
        trial.Try("last_name = 'Quist'", isCondition: true).Mistakes.ShouldBeEmpty();
        trial.Try("last_name", isCondition: true).Mistakes.Single().Id.ShouldBe("SY1111");
    }

    [Fact]
    public void A_filter_tells_how_many_rows_it_keeps_and_where_it_can_not_be_computed()
    {
        var kept = trial.Try("last_name = 'Quist'", isCondition: true);
        (kept.Kept, kept.Failing).ShouldBe((1, 0));
        var failing = trial.Try("amount::integer > 10", isCondition: true);
        (failing.Kept, failing.Failing).ShouldBe((1, 1));
        failing.Values[1].Failure.ShouldNotBeNull().ShouldContain("twelve");
    }

    [Fact]
    public void Every_row_has_its_place_and_many_that_fail_are_all_told()
    {
        var schema = new TableSchema { Summary = new TableSummary { Name = "many" }, Columns = [new() { Name = "@row", Type = ColumnType.Of(ColumnKind.Text), CanRead = true }] };
        using var many = new ExpressionTrial(schema, [.. Enumerable.Range(0, 500).Select(i => new Dictionary<string, string?> { ["@row"] = i % 2 == 0 ? $"{i}" : "x" })]);
        var tried = many.Try("\"@row\"::integer + 1");
        tried.Values.Count.ShouldBe(500);
        tried.Values[498].Text.ShouldBe("499");
        tried.Failing.ShouldBe(250);
        tried.Values[499].Failure.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Every_function_that_is_offered_may_be_used()
    {
        ExpressionTrial.Functions.ShouldContain("upper");
        ExpressionTrial.Functions.ShouldAllBe(name => ExpressionFunctions.Allowed.Contains(name) && !name.Contains('~', StringComparison.Ordinal));
    }
}
