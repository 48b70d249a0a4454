using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Workspace.Previews;

namespace Syncline.Workspace.Tests.Previews;

public sealed class PreviewColumnsTests
{
    private static readonly TableSchema Contact = new()
    {
        Summary = new() { Name = "contact" },
        Columns =
        [
            Of("contactid", ColumnKind.Guid), Of("assistantname"), Of("birthdate", ColumnKind.Date), Of("externalid"), Of("fullname") with { CanInsert = false },
            Of("lastname") with { IsRequired = true }, Of("gendercode", ColumnKind.Choice), Of("gendercode.label") with { CompanionOf = "gendercode", CanInsert = false },
            Of("parentcustomerid", ColumnKind.Lookup), Of("parentcustomerid.name") with { CompanionOf = "parentcustomerid", CanInsert = false },
            Of("parentcustomerid.table") with { CompanionOf = "parentcustomerid", CanInsert = false }, Of("password") with { CanRead = false },
            Of("emailaddress1"), Of("a"), Of("b"), Of("c"), Of("d"), Of("owner", ColumnKind.Lookup),
        ],
        Keys = [new("primary", ["contactid"], IsPrimary: true), new("external", ["externalid"])],
        NameColumn = "fullname",
    };

    [Fact]
    public void Without_a_choice_a_handful_is_shown_keys_and_name_first_then_familiar_then_required() =>
        Names([]).ShouldBe(["externalid", "fullname", "emailaddress1", "parentcustomerid.name", "lastname", "contactid", "assistantname", "birthdate"]);

    [Fact]
    public void A_star_shows_every_column_that_can_be_read_by_name() =>
        Names(["*"]).ShouldBe(
        [
            "contactid", "assistantname", "birthdate", "externalid", "fullname", "lastname", "gendercode.label", "parentcustomerid.name", "emailaddress1",
            "a", "b", "c", "d", "owner",
        ]);

    [Fact]
    public void Raw_shows_numbers_and_ids_as_they_are_stored()
    {
        Names(["gendercode", "parentcustomerid"], raw: true).ShouldBe(["gendercode", "parentcustomerid"]);
        Names(["gendercode", "parentcustomerid"]).ShouldBe(["gendercode.label", "parentcustomerid.name"]);
        Names(["*"], raw: true).ShouldNotContain(name => name.Contains('.'));
    }

    [Fact]
    public void Columns_asked_for_are_shown_in_that_order_and_once() =>
        Names(["b", "LASTNAME", "a", "b"]).ShouldBe(["b", "lastname", "a"]);

    [Fact]
    public void A_companion_asked_for_is_shown_itself_and_not_twice_beside_its_column() =>
        Names(["parentcustomerid.table", "gendercode.label", "gendercode"]).ShouldBe(["parentcustomerid.table", "gendercode.label"]);

    [Fact]
    public void A_lookup_without_a_companion_is_shown_as_stored() => Names(["owner"]).ShouldBe(["owner"]);

    [Fact]
    public void A_file_without_keys_shows_its_first_columns()
    {
        var file = new TableSchema { Summary = new() { Name = "f.csv" }, Columns = [.. Enumerable.Range(1, 12).Select(number => Of($"c{number}"))] };

        PreviewColumns.Choose(file, [], raw: false).Select(column => column.Name).ShouldBe(Enumerable.Range(1, 8).Select(number => $"c{number}"));
    }

    [Fact]
    public void An_unknown_column_is_told_with_the_nearest_name()
    {
        var error = Should.Throw<SchemaException>(() => Names(["fulname"])).Error;

        (error.Id, error.Column).ShouldBe(("WS1001", "fulname"));
        error.Message.ShouldContain("contact");
        error.Advice.ShouldNotBeNull().ShouldContain("'fullname'");
    }

    [Fact]
    public void An_unknown_column_like_no_other_leads_to_the_list_of_columns() =>
        Should.Throw<SchemaException>(() => Names(["zzzzzz"])).Error.Advice.ShouldNotBeNull().ShouldContain("table show");

    private static List<string> Names(string[] asked, bool raw = false) => [.. PreviewColumns.Choose(Contact, asked, raw).Select(column => column.Name)];

    private static ColumnSchema Of(string name, ColumnKind kind = ColumnKind.Text) => new() { Name = name, Type = ColumnType.Of(kind) };
}
