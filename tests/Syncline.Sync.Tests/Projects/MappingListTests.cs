using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Projects;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Projects;

/// <summary>A file with several mappings: what they share, and in which order they go.</summary>
public sealed class MappingListTests
{
    private const string Two = """
        name: crm
        source: { connection: from }
        target: { connection: to }
        guards: { max-deletes: 5%, empty-source: continue }
        duplicates: first
        mappings:
          - name: people
            source: { table: people.csv }
            target: { table: contact }
            key: code
            columns: { code: id, parent: { from: company, lookup: { table: account, match: number } } }
            guards: { max-deletes: 3 }
          - source: { table: companies.csv, connection: other }
            target: { table: account }
            key: number
            columns: { number: id }
            duplicates: last
        """;

    [Fact]
    public void What_stands_beside_the_list_holds_for_each_unless_it_says_otherwise()
    {
        var set = ProjectReader.ReadSet(Two, "p.syncline.yaml", ProjectParameters.None);

        set.Projects.Select(project => project.Name).ShouldBe(["crm.people", "crm.account"]);
        set.Projects.Select(project => project.Source).ShouldBe([new TableReference("from", "people.csv"), new TableReference("other", "companies.csv")]);
        set.Projects.Select(project => project.Guards.MaxDeletes!.ToString()).ShouldBe(["3", "5%"]);
        set.Projects.Select(project => project.Guards.StopOnEmptySource).ShouldBe([false, false]);
        set.Projects.Select(project => project.Duplicates.Keep).ShouldBe([DuplicateKeep.First, DuplicateKeep.Last]);
    }

    [Theory]
    [InlineData("mappings: []", "SY1005", 1)]
    [InlineData("mappings: [ 7 ]", "SY1002", 1)]
    [InlineData("mappings:\n  - { colums: {} }", "SY1003", 2)]
    [InlineData("mappings:\n  - { source: { connection: a, table: b }, target: { connection: c, table: d }, key: k, columns: { k: id }, hooks: {} }", "SY1003", 2)]
    public void A_mistake_in_the_list_is_told_with_its_place(string yaml, string id, int line)
    {
        var error = Should.Throw<ConfigurationException>(() => ProjectReader.ReadSet(yaml, "p.syncline.yaml", ProjectParameters.None)).Error;

        ((ErrorDetail[])[error, .. error.Others]).ShouldContain(mistake => mistake.Id == id && mistake.Location!.Line == line);
    }

    [Fact]
    public void One_is_expected_where_one_is_read()
    {
        Should.Throw<ConfigurationException>(() => ProjectReader.Read(Two, "p.syncline.yaml", ProjectParameters.None)).Error.Id.ShouldBe("SY1013");
    }

    [Fact]
    public void Parents_go_before_children_whatever_the_files_order() =>
        Order(("contact", ["account"]), ("task", ["contact"]), ("account", [])).ShouldBe(["account", "contact", "task"]);

    [Fact]
    public void Without_lookups_the_files_order_stays() => Order(("b", []), ("a", [])).ShouldBe(["b", "a"]);

    [Fact]
    public void A_table_that_points_to_itself_is_completed_in_a_second_pass_and_its_children_are_not() =>
        Order(("contact", ["account"]), ("account", ["account"])).ShouldBe(["account without account", "contact", "account.links of account"]);

    [Fact]
    public void A_circle_is_opened_where_it_costs_least_and_closed_at_the_end() =>
        Order(("task", ["contact"]), ("account", ["contact"]), ("contact", ["account"])).ShouldBe(["account without contact", "contact", "task", "account.links of contact"]);

    [Fact]
    public void A_key_in_a_circle_is_a_mistake()
    {
        var table = Table("account", ["account"]);
        var project = Mapping("account", ["account"]) with { Key = ["to_account"] };

        Should.Throw<ConfigurationException>(() => MappingOrder.Of([(project, table)])).Error.Id.ShouldBe("SY1118");
    }

    private static List<string> Order(params (string Table, string[] Parents)[] mappings) =>
    [
        .. MappingOrder.Of([.. mappings.Select(mapping => (Mapping(mapping.Table, mapping.Parents), Table(mapping.Table, mapping.Parents)))]).Select(step =>
        {
            var has = step.Project.Columns.Where(rule => rule.Target.StartsWith("to_", StringComparison.Ordinal)).Select(rule => rule.Target[3..]).ToList();
            var all = mappings.Single(mapping => mapping.Table == step.Project.Target.Table).Parents;
            return step.IsSecondPass ? $"{step.Project.Name} of {string.Join(',', has)}" : has.Count < all.Length ? $"{step.Project.Name} without {string.Join(',', all.Except(has))}" : step.Project.Name;
        }),
    ];

    private static Project Mapping(string table, string[] parents) => new()
    {
        Name = table,
        Source = new TableReference("from", table),
        Target = new TableReference("to", table),
        Key = ["code"],
        Columns =
        [
            new ColumnRule { Name = "code", Target = "code", From = ["id"] },
            .. parents.Select(parent => new ColumnRule { Name = "to_" + parent, Target = "to_" + parent, From = ["p"], Lookup = new LookupRule { Table = parent, Match = ["code"] } }),
        ],
    };

    private static TableSchema Table(string table, string[] parents) => new()
    {
        Summary = new TableSummary { Name = table },
        Columns = [Column("code"), .. parents.Select(parent => Column("to_" + parent, new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = [parent] }))],
    };
}
