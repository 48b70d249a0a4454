using Syncline.Core.Tables;
using Syncline.Sync.Projects;
using Syncline.Workspace.Projects;

namespace Syncline.Workspace.Tests.Projects;

public sealed class ProjectDraftTests
{
    private static readonly TableSchema Source = Table("people.csv", [], Text("id"), Text("first_name"), Text("gender"), Text("company_no"), Text("spare"));

    private static readonly TableSchema Target = Table(
        "contact",
        [new TableKey("primary", ["contactid"], IsPrimary: true), new TableKey("number", ["id"])],
        Text("id"), Text("firstname", "First Name"), Text("lastname", "Last Name") with { IsRequired = true },
        new ColumnSchema { Name = "gendercode", DisplayName = "Gender", Type = ColumnType.Of(ColumnKind.Choice) },
        new ColumnSchema { Name = "parentcustomerid", DisplayName = "Company", Type = new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["account", "contact"] } });

    private static ProjectDraft Both => new() { Source = new("crm", "people.csv"), Target = new("contoso", "contact"), SourceSchema = Source, TargetSchema = Target };

    [Fact]
    public void Columns_that_fit_are_mapped_with_their_reason_and_a_key_is_proposed()
    {
        var draft = Both.AutoMapped();
        draft.Columns.Select(rule => (rule.Target, rule.Origin)).ShouldBe([("id", "id"), ("firstname", "first_name"), ("gendercode", "gender")]);
        draft.Reasons["firstname"].Reason.ShouldNotBeEmpty();
        draft.RuleFor("gendercode")!.Choice!.By.ShouldBe(ChoiceBy.Label);
        draft.Key.ShouldBe(["id"]);
        draft.Unused.Select(column => column.Name).ShouldBe(["company_no", "spare"]);
        draft.Required.Select(column => column.Name).ShouldBe(["lastname"]);
        draft.Missing.ShouldBeEmpty();
    }

    [Fact]
    public void First_rows_tell_formats_and_keep_out_what_can_not_fit()
    {
        var source = Table("people.csv", [], Text("born"), Text("limit"), Text("score"));
        var target = Table(
            "contact",
            [],
            new ColumnSchema { Name = "born", Type = ColumnType.Of(ColumnKind.Date) },
            new ColumnSchema { Name = "limit", Type = ColumnType.Of(ColumnKind.Money) },
            new ColumnSchema { Name = "score", Type = ColumnType.Of(ColumnKind.Integer) });
        var draft = new ProjectDraft { Source = new("crm", "people.csv"), Target = new("contoso", "contact"), SourceSchema = source, TargetSchema = target };
        var sample = SourceSample.Of(source, [new Dictionary<string, string?> { ["born"] = "31.12.1980", ["limit"] = "1.234,56", ["score"] = "high" }]);
        draft.AutoMapped(sample).Columns.Select(rule => (rule.Target, rule.Format)).ShouldBe([("born", "dd.MM.yyyy"), ("limit", "1.234,56")]);
        draft.AutoMapped().Columns.Count.ShouldBe(3);
    }

    [Fact]
    public void What_was_mapped_by_hand_stays_when_the_rest_is_mapped_by_itself()
    {
        var draft = Both.Mapped("firstname", "spare").AutoMapped();
        draft.RuleFor("firstname")!.From.ShouldBe(["spare"]);
        draft.Reasons.ShouldNotContainKey("firstname");
    }

    [Fact]
    public void A_lookup_asks_for_its_table_and_column_before_it_is_complete()
    {
        var draft = Both.AutoMapped().Mapped("parentcustomerid", "company_no");
        draft.Missing.ShouldBe(["Choose what the lookup of Company matches."]);
        draft = draft.WithRule(draft.RuleFor("parentcustomerid")! with { Lookup = new LookupRule { Table = "account", Match = ["accountnumber"] } });
        draft.Missing.ShouldBeEmpty();
        ProjectText.Of(draft.ToProject("people")).ShouldContain("parentcustomerid: { from: company_no, lookup: { table: account, match: accountnumber, missing: fail } }");
    }

    [Fact]
    public void It_says_what_it_lacks_in_the_order_to_mend_it()
    {
        new ProjectDraft().Missing.ShouldBe(["Choose the source."]);
        Both.Missing.ShouldBe(["Map at least one column."]);
        Both.Mapped("firstname", null).Missing.ShouldBe(["Choose what fills First Name.", "Choose the key: the column that tells which row is which."]);
        Should.Throw<InvalidOperationException>(() => Both.ToProject("x"));
    }

    [Fact]
    public void A_column_that_is_not_filled_any_more_is_no_part_of_the_key()
    {
        var draft = Both.AutoMapped().Without("id");
        draft.Key.ShouldBeEmpty();
        draft.RuleFor("id").ShouldBeNull();
    }

    private static ColumnSchema Text(string name, string? displayName = null) => new() { Name = name, DisplayName = displayName, Type = ColumnType.Of(ColumnKind.Text) };

    private static TableSchema Table(string name, IReadOnlyList<TableKey> keys, params ColumnSchema[] columns) =>
        new() { Summary = new TableSummary { Name = name }, Columns = columns, Keys = keys };
}
