using Syncline.Core.Tables;
using Syncline.Sync.Projects;
using Syncline.Sync.Tests.Connections;
using static Syncline.Sync.Tests.Comparing.PlanBed;

namespace Syncline.Sync.Tests.Projects;

public sealed class ProjectWriterTests
{
    [Fact]
    public async Task A_starting_project_maps_what_it_can_and_checks_without_a_mistake()
    {
        await using var source = new MemoryConnection();
        await using var target = new MemoryConnection();
        var from = source.Table("people 2024.csv", null, [Column("Id No"), Column("First_Name"), Column("Email"), Column("gender"), Column("company"), Column("cr1_note"), Column("fax")]);
        var to = target.Table(
            "contact",
            "contactid",
            [
                Column("contactid", ColumnKind.Guid), Column("idno"), Column("firstname"), Column("emailaddress1") with { DisplayName = "Email" },
                Column("gender", new ColumnType { Kind = ColumnKind.Choice, Choices = [new(1, "Male")] }),
                Column("company", new ColumnType { Kind = ColumnKind.Lookup, LookupTargets = ["account"] }), Column("new_note"), Column("region") with { IsRequired = true },
            ],
            null,
            ["idno"]);

        var text = ProjectWriter.Write(new TableReference("crm", "people 2024.csv"), from.Schema, new TableReference("contoso", "contact"), to.Schema);

        text.ShouldBe("""
            # yaml-language-server: $schema=project.schema.json
            source: { connection: crm, table: "people 2024.csv" }
            target: { connection: contoso, table: contact }

            # Target columns that identify a row; each must be filled below.
            key: [idno]

            # target column: source column
            columns:
              idno: "Id No"   # similar name
              firstname: First_Name   # similar name
              emailaddress1: Email   # same display name
              gender: { from: gender, choice: label }
              # company: { from: company, lookup: { table: account, match: COLUMN, missing: fail } }   # say what company holds
              new_note: cr1_note   # same name but for a prefix
              # region: …   # required by contact

            # Source columns not used: fax

            actions: { add: true, update: true, delete: false }
            guards: { max-updates: 50%, max-deletes: 5%, empty-source: stop }
            compare: { ignore-case: false, empty-equals-null: true, trim: false, date-precision: seconds }
            duplicates: fail

            """.ReplaceLineEndings("\n"));
        await ProjectChecker.CheckAsync(ProjectReader.Read(text, "p.syncline.yaml", ProjectParameters.None), source, target, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_sample_of_the_rows_tells_formats_choices_what_does_not_fit_and_a_key()
    {
        await using var source = new MemoryConnection();
        await using var target = new MemoryConnection();
        var from = source.Table("s", null, [Column("mail"), Column("born"), Column("joined"), Column("credit"), Column("staff"), Column("anrede"), Column("active")]);
        from.Add("a@x.example", "31.12.1980", "03/04/2024", "1.234,50", "about 7", "Mr", "yes");
        from.Add("b@x.example", "01.02.1999", "05/06/2024", "7,5", "12", "Mrs", "no");
        target.Table(
            "t",
            "tid",
            [
                Column("tid", ColumnKind.Guid), Column("mail"), Column("born", ColumnKind.Date), Column("joined", ColumnKind.Date), Column("credit", new ColumnType { Kind = ColumnKind.Money, Scale = 2 }),
                Column("staff", ColumnKind.Integer), Column("salutation", new ColumnType { Kind = ColumnKind.Choice, Choices = [new(1, "Mr"), new(2, "Mrs")] }), Column("active", ColumnKind.Boolean),
            ]);

        var token = TestContext.Current.CancellationToken;
        var text = ProjectWriter.Write(
            new TableReference("a", "s"), from.Schema, new TableReference("b", "t"), (await target.DescribeTableAsync("t", token)), sample: await SourceSample.ReadAsync(source, from.Schema, token));

        text.ShouldContain("key: [mail]   # no key of t is mapped; unique in the first 2 rows\n");
        text.ShouldContain("  born: { from: born, format: \"dd.MM.yyyy\" }\n");
        text.ShouldContain("  joined: { from: joined, format: \"dd/MM/yyyy\" }   # or MM/dd/yyyy: the first rows fit both\n");
        text.ShouldContain("  credit: { from: credit, format: \"1.234,56\" }\n");
        text.ShouldContain("  # staff: staff   # staff is a whole number, and some values are not\n");
        text.ShouldContain("  salutation: { from: anrede, choice: label }   # its values are the options\n");
        text.ShouldContain("  active: active\n");
        await ProjectChecker.CheckAsync(ProjectReader.Read(text, "p.syncline.yaml", ProjectParameters.None), source, target, token);
    }

    [Fact]
    public void A_name_that_fits_two_columns_is_left_to_the_person()
    {
        var source = new TableSchema { Summary = new TableSummary { Name = "s" }, Columns = [Column("E_Mail"), Column("email_")] };
        var target = new TableSchema { Summary = new TableSummary { Name = "t" }, Columns = [Column("email")] };

        AutoMap.Propose(source, target).Pairs.ShouldBeEmpty();
    }
}
