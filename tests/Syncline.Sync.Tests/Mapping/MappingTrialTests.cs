using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Projects;
using Syncline.Sync.Tests.Connections;

namespace Syncline.Sync.Tests.Mapping;

public sealed class MappingTrialTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-mapping-").FullName;
    private readonly MemoryConnection source = new();
    private readonly MemoryConnection target = new();

    public MappingTrialTests()
    {
        var accounts = target.Table("account", "accountid", [Column("accountid", ColumnKind.Guid), Column("number", ColumnKind.Text)]);
        accounts.Add(Guid.CreateVersion7(), "A-1");
        target.Table("contact", "contactid", [
            Column("contactid", ColumnKind.Guid), Column("code", ColumnKind.Text), Column("born", ColumnKind.Date),
            new() { Name = "company", Type = new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["account"] }, CanRead = true, CanInsert = true, CanUpdate = true }]);
        var rows = source.Table("rows", null, [Column("id", ColumnKind.Text), Column("born", ColumnKind.Text), Column("company", ColumnKind.Text), Column("country", ColumnKind.Text)]);
        rows.Add("1", "29.02.1980", "A-1", "DE");
        rows.Add("2", "30.02.1981", "A-9", "DE");
        rows.Add("3", "01.01.1990", "A-1", "FR");
        rows.Add("4", null, null, "DE");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task First_rows_are_mapped_as_a_compare_does_it_and_what_is_wrong_stands_at_its_value()
    {
        var tried = await TryAsync("country = 'DE'", MissingLookup.Fail, rows: 4);
        tried.Read.ShouldBe(4);
        tried.SourceColumns.ShouldBe(["id", "born", "company", "country"]);
        tried.TargetColumns.ShouldBe(["code", "born", "company"]);
        tried.Rows.Count.ShouldBe(3);
        tried.Rows[0].Source.ShouldBe(["1", "29.02.1980", "A-1", "DE"]);
        tried.Rows[0].Mapped.Take(2).ShouldBe([new TriedCell("1", null, null), new TriedCell("1980-02-29", null, null)]);
        Guid.TryParse(tried.Rows[0].Mapped[2].Text, out _).ShouldBeTrue();
        tried.Rows[0].HasProblem.ShouldBeFalse();
        tried.Rows[1].Mapped[1].Problem.ShouldNotBeNull().ShouldContain("30.02.1981");
        tried.Rows[1].Mapped[2].Problem.ShouldBe("There is no account with number \"A-9\"");
        tried.Rows[2].Mapped.Skip(1).ShouldBe([new TriedCell(null, null, null), new TriedCell(null, null, null)]);
    }

    [Fact]
    public async Task A_row_that_a_lookup_leaves_alone_is_told_and_no_more_rows_are_read_than_asked_for()
    {
        var tried = await TryAsync(null, MissingLookup.Skip, rows: 2);
        tried.Read.ShouldBe(2);
        tried.Rows.Select(row => row.IsLeftOut).ShouldBe([false, true]);
    }

    [Fact]
    public async Task A_project_that_does_not_fit_the_tables_is_refused_with_every_mistake()
    {
        var error = (await Should.ThrowAsync<ConfigurationException>(() => TryAsync("country = city", MissingLookup.Fail, rows: 1))).Error;
        error.Id.ShouldBe("SY1101");
        error.Message.ShouldContain("city");
    }

    private static ColumnSchema Column(string name, ColumnKind kind) => new() { Name = name, Type = ColumnType.Of(kind), CanRead = true, CanInsert = true, CanUpdate = true };

    private Task<TriedMapping> TryAsync(string? filter, MissingLookup missing, int rows) => MappingTrial.TryAsync(
        new Project
        {
            Name = "p",
            Source = new("a", "rows"),
            Target = new("b", "contact"),
            Key = ["code"],
            Columns =
            [
                new() { Name = "code", Target = "code", From = ["id"] },
                new() { Name = "born", Target = "born", From = ["born"], Format = "dd.MM.yyyy" },
                new() { Name = "company", Target = "company", From = ["company"], Lookup = new LookupRule { Table = "account", Match = ["number"], Missing = missing } },
            ],
            SourceFilter = filter,
        },
        source, target, rows, folder, progress: null, TestContext.Current.CancellationToken);
}
