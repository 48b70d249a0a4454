using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Studio.Connections;
using Syncline.Studio.Tree;
using Syncline.Workspace;

namespace Syncline.Studio.Tests.Tree;

public sealed class TreeRowsTests
{
    private readonly HashSet<string> open = new(StringComparer.Ordinal) { TreeRows.GroupKey("Microsoft Dynamics"), TreeRows.GroupKey("Files") };
    private readonly Dictionary<string, TreeBranch<TableSummary>> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TreeBranch<ColumnSchema>> columns = new(StringComparer.Ordinal);

    [Fact]
    public void Connections_stand_under_their_group_and_closed_ones_show_nothing_below()
    {
        Labels(Make("", Connection("contoso"), Connection("files", "csv"))).ShouldBe(["Microsoft Dynamics", "contoso", "Files", "files"]);
    }

    [Fact]
    public void An_open_connection_shows_its_tables_by_display_name_with_the_logical_name_beside()
    {
        Open("contoso", Table("account", "Account"), Table("contact", "Contact"));
        var rows = Make("", Connection("contoso"));
        Labels(rows).ShouldBe(["Microsoft Dynamics", "contoso", "Account", "Contact"]);
        rows[2].Detail.ShouldBe("account");
        rows[2].IsOpen.ShouldBe(false);
        rows[2].Target.ShouldBe(new TreeTarget("contoso", "account"));
    }

    [Fact]
    public void An_open_table_shows_its_columns_with_their_types()
    {
        Open("contoso", Table("account", "Account"));
        open.Add(TreeRows.TableKey("contoso", "account"));
        columns[TreeRows.TableKey("contoso", "account")] = new(
            [new ColumnSchema { Name = "name", DisplayName = "Account Name", Type = new ColumnType { Kind = ColumnKind.Text, MaxLength = 160 } }], null);
        var row = Make("", Connection("contoso"))[3];
        (row.Label, row.Detail, row.Level).ShouldBe(("Account Name", "text 160", 4));
    }

    [Theory]
    [InlineData("CONT", "Contact")]
    [InlineData("new_pro", "Project")]
    public void A_search_finds_display_and_logical_names_whatever_is_opened(string search, string found)
    {
        tables["contoso"] = new([Table("account", "Account"), Table("contact", "Contact"), Table("new_project", "Project")], null);
        Labels(Make(search, Connection("contoso"))).ShouldBe(["Microsoft Dynamics", "contoso", found], ignoreOrder: false);
    }

    [Fact]
    public void A_search_without_a_hit_shows_nothing()
    {
        tables["contoso"] = new([Table("account", "Account")], null);
        Make("zebra", Connection("contoso")).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_being_read_and_what_can_not_be_read_is_said_in_a_row()
    {
        open.Add(TreeRows.ConnectionKey("contoso"));
        tables["contoso"] = TreeBranch<TableSummary>.Reading;
        Make("", Connection("contoso"))[^1].Label.ShouldBe("Reading…");

        tables["contoso"] = new(null, new ErrorDetail { Id = "DV1203", Phase = ErrorPhase.SignIn, Message = "Sign in again." });
        var row = Make("", Connection("contoso"))[^1];
        (row.Label, row.IsError).ShouldBe(("Sign in again.", true));
    }

    [Fact]
    public void A_connection_whose_file_can_not_be_read_does_not_open_and_stands_last()
    {
        var broken = new ShelfConnection { Name = "broken", Reason = "Its file is damaged.", State = ConnectionState.Failing };
        var rows = Make("", Connection("contoso"), broken);
        rows.Single(row => row.Label == "broken").IsOpen.ShouldBeNull();
    }

    private static ShelfConnection Connection(string name, string connector = "dynamics-365") =>
        new() { Name = name, Connector = ConnectorList.All.Single(one => one.Descriptor.Name == connector), IsSaved = true, Reason = "Works." };

    private static TableSummary Table(string name, string displayName) => new() { Name = name, DisplayName = displayName };

    private static IEnumerable<string> Labels(List<TreeRow> rows) => rows.Select(row => row.Label);

    private void Open(string connection, params TableSummary[] found)
    {
        open.Add(TreeRows.ConnectionKey(connection));
        tables[connection] = new(found, null);
    }

    private List<TreeRow> Make(string search, params ShelfConnection[] connections) => new TreeRows(
        key => open.Contains(key) || key.StartsWith("g/", StringComparison.Ordinal),
        name => tables.GetValueOrDefault(name),
        (name, table) => columns.GetValueOrDefault(TreeRows.TableKey(name, table))).Make(connections, search);
}
