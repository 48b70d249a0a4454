using Syncline.Core.Errors;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Tests.Projects;

public sealed class ProjectReaderTests
{
    internal const string Example = """
        # yaml-language-server: $schema=./project.schema.json
        source: { connection: crm-export, table: contacts.csv }
        target: { connection: contoso, table: contact }
        key: [externaluseridentifier]           # one or more target columns that identify a row
        columns:
          externaluseridentifier: id            # target column: source column
          firstname: first_name
          emailaddress1: { from: email, compare: ignore-case }
          fullname_note: { value: "upper(last_name) || ', ' || first_name", to: description }
          parentcustomerid: { from: company_no, lookup: { table: account, match: accountnumber, missing: fail } }
          gendercode: { from: gender, choice: label }
          preferredcontactmethodcode: { from: contact_by, choice: { by: label, aliases: { E-Mail: Email } } }
          creditlimit: { from: credit, compare: { tolerance: 0.01 } }
          birthdate: { from: born, format: dd.MM.yyyy }
        source-filter: "country = 'DE'"         # DuckDB SQL over source columns
        target-filter: { odata: "statecode eq 0" }
        actions: { add: true, update: true, delete: false }
        guards: { max-deletes: 5%, max-updates: 250, empty-source: stop, environment: 5a1e0000-0000-4000-8000-000000000001 }
        compare: { ignore-case: false, empty-equals-null: true, trim: false, date-precision: seconds }
        duplicates: newest(modified)
        """;

    internal const string Start = """
        source: { connection: a, table: t }
        target: { connection: b, table: u }
        key: k
        columns:
          k: id

        """;

    [Fact]
    public void Every_part_of_a_project_file_is_read()
    {
        var project = ProjectReader.Read(Example, "jobs/contacts.syncline.yaml", ProjectParameters.None);

        project.Name.ShouldBe("contacts");
        project.Source.ShouldBe(new TableReference("crm-export", "contacts.csv"));
        project.Target.ShouldBe(new TableReference("contoso", "contact"));
        project.Key.ShouldBe(["externaluseridentifier"]);
        project.Columns.Count.ShouldBe(9);
        project.RuleFor("firstname")!.From.ShouldBe(["first_name"]);
        project.RuleFor("emailaddress1")!.Compare.ShouldBe(new ColumnCompare { IgnoreCase = true });
        var note = project.RuleFor("description")!;
        (note.Name, note.Value).ShouldBe(("fullname_note", "upper(last_name) || ', ' || first_name"));
        var lookup = project.RuleFor("parentcustomerid")!.Lookup!;
        (lookup.Table, lookup.Match[0], lookup.Missing).ShouldBe(("account", "accountnumber", MissingLookup.Fail));
        project.RuleFor("gendercode")!.Choice!.By.ShouldBe(ChoiceBy.Label);
        project.RuleFor("preferredcontactmethodcode")!.Choice!.Aliases["e-mail"].ShouldBe("Email");
        project.RuleFor("creditlimit")!.Compare!.Tolerance.ShouldBe(0.01m);
        project.RuleFor("birthdate")!.Format.ShouldBe("dd.MM.yyyy");
        project.SourceFilter.ShouldBe("country = 'DE'");
        project.TargetFilter.ShouldBe(new("odata", "statecode eq 0"));
        project.Actions.ShouldBe(new ProjectActions { Add = true, Update = true, Delete = DeleteAction.None });
        project.Guards.MaxDeletes.ShouldBe(new ChangeLimit(5, IsPercent: true));
        project.Guards.MaxUpdates.ShouldBe(new ChangeLimit(250, IsPercent: false));
        project.Guards.StopOnEmptySource.ShouldBeTrue();
        project.Compare.ShouldBe(new CompareSettings());
        project.Duplicates.ShouldBe(new DuplicatePolicy(DuplicateKeep.Newest, "modified"));
        project.TextSha256.Length.ShouldBe(64);
        project.Marks.Find("columns/gendercode/choice").ShouldBe(new SourceLocation("jobs/contacts.syncline.yaml", 11, 39));
        project.Marks.Find("columns/gendercode/format")!.Line.ShouldBe(11);
    }

    [Fact]
    public void All_mistakes_are_told_in_one_go_in_the_order_of_the_file()
    {
        var mistakes = Mistakes("""
            source: { connection: a, tabel: t }
            target: contoso
            key: [k, nokey]
            colums:
              k: id
            columns:
              k: id
              b: { form: x }
              c: { from: x, value: y }
              d: { from: x, lookup: { table: account, match: name, missing: ignore } }
              e: { from: x, compare: { tolerance: lots } }
              f: [1, 2]
            actions: { add: maybe, delete: yes }
            guards: { max-deletes: 5 percent }
            duplicates: newest
            """);

        mistakes.Select(mistake => (mistake.Id, mistake.Location!.Line, mistake.Location.Column)).ShouldBe(
        [
            ("SY1005", 1, 1), ("SY1003", 1, 26), ("SY1002", 2, 9), ("SY1011", 3, 10), ("SY1003", 4, 1), ("SY1008", 8, 3), ("SY1003", 8, 8),
            ("SY1008", 9, 3), ("SY1006", 10, 65), ("SY1002", 11, 39), ("SY1002", 12, 6), ("SY1002", 13, 17), ("SY1006", 13, 32),
            ("SY1002", 14, 24), ("SY1002", 15, 13),
        ]);
        mistakes[1].Message.ShouldBe("There is no key \"tabel\" in source.");
        mistakes[1].Advice.ShouldBe("Did you mean 'table'?");
        mistakes[4].Advice.ShouldBe("Did you mean 'columns'?");
        mistakes[8].Message.ShouldBe("\"ignore\" is not a value of missing in columns.d.lookup.");
        mistakes[8].Advice.ShouldBe("Expected is fail, null, skip or add.");
        mistakes[11].Message.ShouldBe("add in actions must be true or false; \"maybe\" is not.");
    }

    [Theory]
    [InlineData("columns:\n  a: [1, 2\nkey: k", 2, 8, "a bracket or a quote is not closed.")]
    [InlineData("columns:\n  a: \"unclosed\n", 2, 6, "a quote is not closed.")]
    [InlineData("columns:\n\ta: b", 2, 1, "a line is indented with a tab.")]
    [InlineData("columns:\n  a: b\n c: d", 3, 2, "a key with a colon is expected here.")]
    public void A_syntax_error_is_one_sentence_with_line_and_column(string text, int line, int column, string sentence)
    {
        var mistake = Mistakes(text).ShouldHaveSingleItem();

        mistake.Id.ShouldBe("SY1001");
        mistake.Message.ShouldBe("This is not valid YAML: " + sentence);
        mistake.Location.ShouldBe(new SourceLocation("p.syncline.yaml", line, column));
    }

    [Fact]
    public void An_empty_file_and_a_list_are_refused()
    {
        Mistakes("# nothing").ShouldHaveSingleItem().Message.ShouldBe("The project file is empty.");
        Mistakes("- a").ShouldHaveSingleItem().Message.ShouldContain("this is a list");
    }

    [Fact]
    public void A_column_filled_twice_and_a_key_given_twice_are_mistakes()
    {
        var mistakes = Mistakes(Start + "  K: other\n  d: x\n  d: y\n  note: { from: z, to: D }\n");

        mistakes.Select(mistake => mistake.Id).ShouldBe(["SY1009", "SY1004", "SY1009"]);
        mistakes[2].Message.ShouldBe("The target column D is filled twice: by d and by note.");
    }

    [Fact]
    public void A_lookup_takes_as_many_source_columns_as_it_matches()
    {
        Read(Start + "  p: { from: [no, land], lookup: { table: account, match: [number, country] } }\n").RuleFor("p")!.From.ShouldBe(["no", "land"]);
        Mistakes(Start + "  p: { from: no, lookup: { table: account, match: [number, country] } }\n").ShouldHaveSingleItem().Id.ShouldBe("SY1012");
        Mistakes(Start + "  p: { from: [no, land] }\n").ShouldHaveSingleItem().Advice!.ShouldContain("||");
    }

    [Fact]
    public void Parameters_fill_values_from_the_command_line_the_environment_and_the_files_defaults()
    {
        var text = """
            parameters: { country: DE, table: contacts.csv }
            source: { connection: "${from}", table: "${table}" }
            target: { connection: "${to-site}", table: contact }
            key: k
            columns: { k: id, note: "$${literal}" }
            source-filter: "country = '${country}'"
            """;
        var parameters = ProjectParameters.From(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = "crm", ["country"] = "Côte d'Ivoire" },
            name => name == "SYNCLINE_PARAMETER_TO_SITE" ? "contoso" : null);

        var project = ProjectReader.Read(text, "p.syncline.yaml", parameters);

        project.Source.ShouldBe(new TableReference("crm", "contacts.csv"));
        project.Target.Connection.ShouldBe("contoso");
        project.RuleFor("note")!.From.ShouldBe(["${literal}"]);
        project.SourceFilter.ShouldBe("country = 'Côte d''Ivoire'");
    }

    [Fact]
    public void A_parameter_without_a_value_is_a_mistake_where_it_stands()
    {
        var mistake = Mistakes(Start + "source-filter: \"country = '${land}'\"\n").ShouldHaveSingleItem();

        mistake.Id.ShouldBe("SY1007");
        mistake.Location.ShouldBe(new SourceLocation("p.syncline.yaml", 6, 28));
        mistake.Advice!.ShouldContain("--set land=");
    }

    [Fact]
    public void A_parameters_value_adds_no_structure()
    {
        var project = ProjectReader.Read(Start + "  d: ${x}\n", "p.syncline.yaml", _ => "a\nactions: { delete: true }");

        project.Actions.Delete.ShouldBe(DeleteAction.None);
        project.RuleFor("d")!.From.ShouldBe(["a\nactions: { delete: true }"]);
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_not_UTF8_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("syncline-test-");
        var latin = Path.Combine(folder.FullName, "latin.syncline.yaml");
        await File.WriteAllBytesAsync(latin, [0x61, 0xE4, 0x0A], TestContext.Current.CancellationToken);

        var missing = await Should.ThrowAsync<ConfigurationException>(() => ProjectReader.ReadFileAsync("nowhere.syncline.yaml", ProjectParameters.None, TestContext.Current.CancellationToken));
        var encoding = await Should.ThrowAsync<ConfigurationException>(() => ProjectReader.ReadFileAsync(latin, ProjectParameters.None, TestContext.Current.CancellationToken));
        folder.Delete(recursive: true);

        missing.Error.Message.ShouldBe("There is no project file nowhere.syncline.yaml.");
        encoding.Error.Message.ShouldEndWith("is not UTF-8 text.");
    }

    internal static Project Read(string text) => ProjectReader.Read(text, "p.syncline.yaml", ProjectParameters.None);

    internal static IReadOnlyList<ErrorDetail> Mistakes(string text)
    {
        var error = Should.Throw<ConfigurationException>(() => Read(text)).Error;
        return [error, .. error.Others];
    }
}
