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
    public void A_name_that_fits_two_columns_is_left_to_the_person()
    {
        var source = new TableSchema { Summary = new TableSummary { Name = "s" }, Columns = [Column("E_Mail"), Column("email_")] };
        var target = new TableSchema { Summary = new TableSummary { Name = "t" }, Columns = [Column("email")] };

        AutoMap.Propose(source, target).Pairs.ShouldBeEmpty();
    }
}
