using System.Text.Json;

namespace Syncline.Cli.Tests;

/// <summary>The whole path, command by command, as a person would type it against a sandbox in another terminal.</summary>
public sealed class FirstSyncTests : IAsyncLifetime
{
    private const string Project = """
        source: { connection: crm, table: contacts.csv }
        target: { connection: contoso, table: contact }
        key: [externaluseridentifier]
        columns:
          externaluseridentifier: id
          firstname: first_name
          lastname: last_name
          emailaddress1: { from: email, compare: ignore-case }
          gendercode: { from: gender, choice: label }
          parentcustomerid: { from: company_no, lookup: { table: account, match: accountnumber, missing: fail } }
        """;

    private const string Contacts = """
        id,first_name,last_name,email,gender,company_no
        C-1001,Ines,Albrecht-Neu,INES.ALBRECHT@nordwind.example,Female,A-1001
        C-1002,Jonas,Petersen,jonas.petersen@nordwind.example,Male,A-1001
        C-9001,Maja,Lindqvist,maja@lindqvist.example,Female,A-1002

        """;

    private SandboxSite site = null!;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync();
        await site.AddFilesAsync(("contacts.csv", Contacts));
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Authorize_says_who_signed_in_to_what_and_the_connection_works_afterwards()
    {
        var result = (await site.AuthorizeAsync("contoso")).ShouldExitWith(0);
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        JsonDocument.Parse(lines[0]).RootElement.GetProperty("open").GetString()!.ShouldStartWith(site.Server.Addresses.AuthorizationUrl);
        var end = JsonDocument.Parse(lines[1]).RootElement;
        end.GetProperty("signedInAs").GetString().ShouldBe("Ada Winter");
        end.GetProperty("organization").GetString().ShouldBe("Contoso");
        (await User.RunAsync("connection test contoso")).ShouldExitWith(0).Out.ShouldContain("Contoso");
    }

    [Fact]
    public async Task Tables_are_listed_and_described()
    {
        var tables = (await User.RunAsync("table list contoso --json")).ShouldExitWith(0).Json.EnumerateArray().ToList();
        var contact = tables.Single(table => table.GetProperty("name").GetString() == "contact");
        contact.GetProperty("displayName").GetString().ShouldBe("Contact");
        contact.GetProperty("entitySetName").GetString().ShouldBe("contacts");

        var columns = (await User.RunAsync("table show contoso contact --json")).ShouldExitWith(0).Json.GetProperty("columns").EnumerateArray().ToList();
        var parent = columns.Single(column => column.GetProperty("name").GetString() == "parentcustomerid");
        parent.GetProperty("type").GetString().ShouldBe("lookup");
        parent.GetProperty("lookupTargets").EnumerateArray().Select(target => target.GetString()).ShouldBe(["account", "contact"], ignoreOrder: true);
    }

    [Fact]
    public async Task Preview_shows_names_by_default_and_stored_values_when_raw()
    {
        var named = (await User.RunAsync("preview contoso contact --select fullname,gendercode,parentcustomerid --filter externaluseridentifier%20eq --json")).Code;
        named.ShouldBe(1);
        string[] preview = ["preview", "contoso", "contact", "--select", "fullname,gendercode,parentcustomerid", "--filter", "externaluseridentifier eq 'C-1001'", "--json"];
        var row = (await User.RunAsync(preview)).ShouldExitWith(0).Json[0];
        row.GetProperty("fullname").GetString().ShouldBe("Ines Albrecht");
        row.GetProperty("gendercode.label").GetString().ShouldBe("Female");
        row.GetProperty("parentcustomerid.name").GetString().ShouldBe("Nordwind Logistik GmbH");

        var raw = (await User.RunAsync([.. preview, "--raw"])).ShouldExitWith(0).Json[0];
        raw.GetProperty("gendercode").GetInt32().ShouldBe(2);
        Guid.TryParse(raw.GetProperty("parentcustomerid").GetString(), out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Plan_review_apply_and_compare_again()
    {
        var project = User.Write("contacts.syncline.yaml", Project);
        var plan = User.FileAt("first.plan");

        (await User.RunAsync(["project", "check", project])).ShouldExitWith(0);
        var planned = (await User.RunAsync(["plan", project, "--out", plan, "--exit-code", "--json"])).ShouldExitWith(2).Json;
        Changes(planned).ShouldBe((1, 1, 0));
        planned.GetProperty("same").GetInt64().ShouldBe(1);

        var shown = (await User.RunAsync(["plan", "show", plan])).ShouldExitWith(0).Out;
        shown.ShouldContain("+ C-9001");
        shown.ShouldContain("~ C-1001");
        shown.ShouldContain("Albrecht → Albrecht-Neu");
        shown.ShouldContain("Alpenglas AG");
        shown.ShouldNotContain("emailaddress1     ines", Case.Sensitive, "case does not matter in this column");
        (await User.RunAsync(["plan", "show", plan, "--action", "add", "--format", "csv"])).ShouldExitWith(0).Out.ShouldContain("C-9001");
        (await User.RunAsync(["plan", "show", plan, "--json"])).ShouldExitWith(0).Json.GetProperty("changes").GetArrayLength().ShouldBe(2);

        (await User.RunAsync(["apply", plan])).ShouldExitWith(64).Error.ShouldContain("--yes");
        var run = (await User.RunAsync(["apply", plan, "--yes", "--json"])).ShouldExitWith(0).Json;
        run.GetProperty("applied").GetProperty("done").GetInt64().ShouldBe(2);

        var again = (await User.RunAsync(["plan", project, "--exit-code", "--json"])).ShouldExitWith(0).Json;
        Changes(again).ShouldBe((0, 0, 0));

        var runs = (await User.RunAsync("runs list --json")).ShouldExitWith(0).Json;
        runs.GetArrayLength().ShouldBe(1);
        runs[0].GetProperty("id").GetString().ShouldBe(run.GetProperty("id").GetString());
        runs[0].GetProperty("project").GetString().ShouldBe("contacts");
    }

    [Fact]
    public async Task Tables_whose_names_begin_with_an_at_sign_are_previewed_by_name()
    {
        var tables = (await User.RunAsync("preview contoso @tables --select name,display_name --rows 1 --json")).ShouldExitWith(0).Json;

        tables[0].GetProperty("name").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Plan_and_preview_and_check_write_nothing_to_the_target()
    {
        var project = User.Write("contacts.syncline.yaml", Project);
        string[] versions = ["preview", "contoso", "contact", "--select", "contactid,modifiedon", "--rows", "5000", "--json"];
        var before = (await User.RunAsync(versions)).ShouldExitWith(0).Out;
        (await User.RunAsync(["plan", project])).ShouldExitWith(0);
        (await User.RunAsync(["project", "check", project])).ShouldExitWith(0);
        (await User.RunAsync(versions)).ShouldExitWith(0).Out.ShouldBe(before);
    }

    [Fact]
    public async Task A_row_changed_since_the_plan_is_reported_and_not_overwritten()
    {
        var project = User.Write("contacts.syncline.yaml", Project);
        var plan = User.FileAt("stale.plan");
        (await User.RunAsync(["plan", project, "--out", plan])).ShouldExitWith(0);

        // Somebody else renames the contact in between, with a project of their own.
        await site.RenameElsewhereAsync("C-1001", "Elsewhere");

        var run = (await User.RunAsync(["apply", plan, "--yes", "--json"])).ShouldExitWith(5).Json;
        run.GetProperty("applied").GetProperty("conflicts").GetInt64().ShouldBe(1);
        run.GetProperty("applied").GetProperty("done").GetInt64().ShouldBe(1);
        string[] look = ["preview", "contoso", "contact", "--select", "lastname", "--filter", "externaluseridentifier eq 'C-1001'", "--json"];
        (await User.RunAsync(look)).ShouldExitWith(0).Json[0].GetProperty("lastname").GetString().ShouldBe("Elsewhere");
        (await User.RunAsync(["runs", "show", run.GetProperty("id").GetString()!])).ShouldExitWith(0).Out.ShouldContain("C-1001");
    }

    [Fact]
    public async Task No_secret_and_no_token_stands_in_clear_in_the_home_folder_or_in_the_output()
    {
        User.Environment["APP_SECRET"] = site.Server.Options.Directory.ConfidentialClient.Secret!;
        await site.AddConnectionAsync("confidential", "--set", "grant-type=authorization_code", "--secret", "client-secret=env:APP_SECRET");
        var shown = (await User.RunAsync("connection show confidential")).ShouldExitWith(0);
        shown.Out.ShouldContain("(secret)");
        foreach (var file in Directory.EnumerateFiles(User.Home, "*", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            text.ShouldNotContain(User.Environment["APP_SECRET"], Case.Sensitive, file);
            text.ShouldNotContain("eyJ", Case.Sensitive, file + " holds something like a token");
        }
    }

    private static (long Add, long Update, long Delete) Changes(JsonElement document)
    {
        var changes = document.GetProperty("changes");
        return (changes.GetProperty("add").GetInt64(), changes.GetProperty("update").GetInt64(), changes.GetProperty("delete").GetInt64());
    }
}
