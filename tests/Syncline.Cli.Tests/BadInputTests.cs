using System.Text;

namespace Syncline.Cli.Tests;

/// <summary>Mistakes that users make: each gets one clear sentence, what to do, and the documented exit code; nothing is written.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const string Header = "id,first_name,last_name,gender,birthday,children,company_no\n";

    private const string Project = """
        source: { connection: crm, table: contacts.csv }
        target: { connection: contoso, table: contact }
        key: [externaluseridentifier]
        columns:
          externaluseridentifier: id
          firstname: first_name
          lastname: last_name
          gendercode: { from: gender, choice: label }
          birthdate: birthday
          numberofchildren: children
          parentcustomerid: { from: company_no, lookup: { table: account, match: accountnumber } }
        """;

    private SandboxSite site = null!;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync();
        Directory.CreateDirectory(User.FileAt("data"));
        await site.AddFilesAsync();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Theory]
    [InlineData("table show contoso contcat", 1, "contcat", "contact")]
    [InlineData("preview contoso contcat", 1, "contcat", "contact")]
    [InlineData("preview contoso contact --select fulname", 1, "fulname", "fullname")]
    [InlineData("table list cantoso", 1, "cantoso", "contoso")]
    [InlineData("connection add x --connector dynamic-365", 1, "dynamic-365", "dynamics-365")]
    [InlineData("connection add x --connector csv --set pathh=x", 1, "pathh", "path")]
    [InlineData("connection add x --connector csv", 1, "path", "--set path=")]
    [InlineData("connection add x --connector dynamics-365 --set url=https://c.crm.dynamics.com --set client-secret=abc", 1, "client-secret", "--secret client-secret=env:")]
    [InlineData("connection add con/toso --connector csv --set path=.", 1, "con/toso", "letters")]
    public async Task A_name_that_is_not_there_is_answered_with_the_nearest(string arguments, int code, string wrong, string help)
    {
        var result = (await User.RunAsync(arguments)).ShouldExitWith(code);
        result.Error.ShouldContain(wrong);
        result.Error.ShouldContain(help);
        result.Error.ShouldNotContain("abc");
    }

    [Theory]
    [InlineData("make.powerapps.com", "https://make.powerapps.com/environments/Default-1/home")]
    [InlineData("contoso crm", "contoso crm")]
    [InlineData("login.microsoftonline.com", "https://login.microsoftonline.com/common")]
    [InlineData("crm.intranet.example was given with http", "http://crm.intranet.example")]
    public async Task An_address_that_is_no_site_says_where_to_find_the_right_one(string wrong, string url)
    {
        var addresses = site.Server.Addresses;
        var result = (await User.RunAsync(
        [
            "connection", "add", "x", "--connector", "dynamics-365", "--set", $"url={url}", "--set", $"client-id={site.Server.Options.Directory.PublicClient.Id}",
            "--set", $"authorization-url={addresses.AuthorizationUrl}", "--set", $"token-url={addresses.TokenUrl}",
        ])).ShouldExitWith(1);
        result.Error.ShouldContain(wrong);
        result.Error.ShouldContain(wrong.Contains("http", StringComparison.Ordinal) ? "https" : "dynamics.com");
        (await User.RunAsync("connection show x")).ShouldExitWith(1);
    }

    [Theory]
    [InlineData("a column that is missing", "id,first_name\nC-1,Ann\n", 1, "last_name", "contacts.syncline.yaml:7")]
    [InlineData("ragged rows", Header + "C-1,Ann,Abel\nC-2,Bob,Berg,Male,1990-01-01,1,A-1001,more\n", 1, "lines 2 (3), 3 (8)", "delimiter")]
    [InlineData("duplicate keys", Header + "C-1,Ann,Abel,Female,,,\nC-1,Bob,Berg,Male,,,\n", 1, "C-1", "duplicates")]
    [InlineData("an empty file", "", 1, "contacts.csv is empty", "export")]
    [InlineData("a header twice", "id,id\n1,2\n", 1, "id", "contacts.csv")]
    [InlineData("a choice that is not there", Header + "C-1,Ann,Abel,Femal,,,\n", 5, "\"Femal\"", "Male (1), Female (2)")]
    [InlineData("text that is too long", Header + "C-1,AnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnnAnn,Abel,,,,\n", 5, "firstname takes 50", "line 2")]
    [InlineData("a date in another form", Header + "C-1,Ann,Abel,,31.12.1990,,\n", 5, "31.12.1990", "format: dd.MM.yyyy")]
    [InlineData("a number that is none", Header + "C-1,Ann,Abel,,,two,\n", 5, "\"two\" is not a whole number", "line 2")]
    [InlineData("a number out of range", Header + "C-1,Ann,Abel,,,5000000000,\n", 5, "5000000000", "line 2")]
    [InlineData("a lookup without a match", Header + "C-1,Ann,Abel,,,,A-9999\n", 5, "A-9999", "missing: null")]
    [InlineData("a row without a key", Header + ",Ann,Abel,,,,\n", 5, "externaluseridentifier has no value", "line 2")]
    public async Task A_broken_source_is_reported_with_its_place(string what, string csv, int code, string says, string helps)
    {
        User.Write("data/contacts.csv", csv);
        var result = (await User.RunAsync(["plan", User.Write("contacts.syncline.yaml", Project)])).ShouldExitWith(code);
        (result.Out + result.Error).ShouldContain(says, Case.Sensitive, what);
        (result.Out + result.Error).ShouldContain(helps, Case.Sensitive, what);
    }

    [Fact]
    public async Task A_wrong_encoding_names_the_byte_its_line_and_the_option()
    {
        await File.WriteAllBytesAsync(
            User.FileAt("data/contacts.csv"), Encoding.Latin1.GetBytes(Header + "C-1,René,Abel,,,,\n"), TestContext.Current.CancellationToken);
        var result = (await User.RunAsync(["plan", User.Write("contacts.syncline.yaml", Project)])).ShouldExitWith(1);
        result.Error.ShouldContain("0xE9");
        result.Error.ShouldContain("line 2");
        result.Error.ShouldContain("encoding=windows-1252");
    }

    [Theory]
    [InlineData("source: { connection: crm, table: contacts.csv\nkey: [a]\n", "p.syncline.yaml:1:")]
    [InlineData("sorce: { connection: crm, table: contacts.csv }\n", "p.syncline.yaml:1:1: There is no key \"sorce\"")]
    [InlineData("\tsource: x\n", "p.syncline.yaml:1:")]
    [InlineData("", "p.syncline.yaml")]
    public async Task A_mistake_in_a_project_file_has_its_line_and_column(string text, string says)
    {
        var result = (await User.RunAsync(["project", "check", User.Write("p.syncline.yaml", text)])).ShouldExitWith(1);
        result.Error.ShouldContain(says);
    }

    [Fact]
    public async Task Every_mistake_of_a_project_is_told_at_once_also_as_json()
    {
        User.Write("data/contacts.csv", Header);
        var broken = Project.Replace("firstname:", "firstnam:", StringComparison.Ordinal).Replace("birthday", "birth_day", StringComparison.Ordinal);
        var error = (await User.RunAsync(["project", "check", User.Write("p.syncline.yaml", broken), "--json"])).ShouldExitWith(1).Json.GetProperty("error");
        error.GetProperty("line").GetInt32().ShouldBe(6);
        error.GetProperty("others")[0].GetProperty("line").GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task A_wrong_secret_names_the_number_of_Entra_and_what_to_click()
    {
        User.Environment["APP_SECRET"] = "not-the-secret-0123456789";
        await AddConfidentialAsync("wrong");
        var result = (await User.RunAsync("table list wrong")).ShouldExitWith(3);
        result.Error.ShouldContain("AADSTS7000215");
        result.Error.ShouldContain("Certificates & secrets");
        result.Error.ShouldNotContain(User.Environment["APP_SECRET"]);
    }

    [Fact]
    public async Task A_connection_that_nobody_signed_in_to_asks_for_it_and_exits_with_3()
    {
        await site.AddConnectionAsync("fresh");
        (await User.RunAsync("table list fresh")).ShouldExitWith(3).Error.ShouldContain("syncline connection authorize fresh");
    }

    [Fact]
    public async Task A_site_that_went_away_is_named_and_exits_with_1()
    {
        var address = site.Server.Addresses.Site;
        await site.Server.DisposeAsync();
        (await User.RunAsync("table list contoso")).ShouldExitWith(1).Error.ShouldContain(new Uri(address).Authority);
    }

    [Fact]
    public async Task A_broken_guard_exits_with_4_and_writes_nothing()
    {
        User.Write("data/contacts.csv", Header);
        var project = User.Write("contacts.syncline.yaml", Project + "\nactions: { add: true, update: true, delete: true }\n");
        var plan = User.FileAt("empty.plan");
        (await User.RunAsync(["plan", project, "--out", plan])).ShouldExitWith(4).Out.ShouldContain("empty-source");
        (await User.RunAsync(["apply", plan, "--yes"])).ShouldExitWith(4).Error.ShouldContain("guard");
        (await User.RunAsync("runs list --json")).Json.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Deletions_are_bounded_even_when_the_project_names_no_bound()
    {
        User.Write("data/contacts.csv", Header + "C-1001,Ines,Albrecht,Female,1958-01-01,,A-1001\n");
        var project = User.Write("contacts.syncline.yaml", Project + "\nactions: { add: true, update: true, delete: true }\n");
        var result = (await User.RunAsync(["plan", project])).ShouldExitWith(4);
        result.Out.ShouldContain("max-deletes");
        result.Out.ShouldContain("39");
    }

    [Fact]
    public async Task A_plan_whose_bytes_were_changed_is_refused()
    {
        User.Write("data/contacts.csv", Header + "C-1,Ann,Abel,Female,1990-01-01,1,A-1001\n");
        var plan = User.FileAt("a.plan");
        (await User.RunAsync(["plan", User.Write("contacts.syncline.yaml", Project), "--out", plan])).ShouldExitWith(0);
        var bytes = await File.ReadAllBytesAsync(plan, TestContext.Current.CancellationToken);
        File.Delete(plan);
        await File.WriteAllTextAsync(plan, "not a plan", TestContext.Current.CancellationToken);
        (await User.RunAsync(["apply", plan, "--yes"])).ShouldExitWith(1).Error.ShouldContain("a.plan");
        File.Delete(plan);
        await File.WriteAllBytesAsync(plan, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        (await User.RunAsync(["apply", plan, "--yes"])).ShouldExitWith(1).Error.ShouldContain("a.plan");
    }

    [Fact]
    public async Task Approve_with_another_digest_is_refused()
    {
        User.Write("data/contacts.csv", Header + "C-1,Ann,Abel,Female,1990-01-01,1,A-1001\n");
        var plan = User.FileAt("a.plan");
        var planned = (await User.RunAsync(["plan", User.Write("contacts.syncline.yaml", Project), "--out", plan, "--json"])).ShouldExitWith(0).Json;
        (await User.RunAsync(["apply", plan, "--yes", "--approve", "sha256:0000"])).ShouldExitWith(4).Error.ShouldContain("sha256:0000");
        (await User.RunAsync(["apply", plan, "--yes", "--approve", planned.GetProperty("digest").GetString()!])).ShouldExitWith(0);
    }

    [Fact]
    public async Task An_existing_plan_file_is_never_overwritten()
    {
        User.Write("data/contacts.csv", Header);
        var existing = User.Write("mine.plan", "precious");
        (await User.RunAsync(["plan", User.Write("contacts.syncline.yaml", Project), "--out", existing])).ShouldExitWith(1).Error.ShouldContain("mine.plan");
        (await File.ReadAllTextAsync(existing, TestContext.Current.CancellationToken)).ShouldBe("precious");
    }

    private async Task AddConfidentialAsync(string name)
    {
        var addresses = site.Server.Addresses;
        (await User.RunAsync(
        [
            "connection", "add", name, "--connector", "dynamics-365", "--set", $"url={addresses.Site}", "--set", $"client-id={site.Server.Options.Directory.ConfidentialClient.Id}",
            "--set", $"authorization-url={addresses.AuthorizationUrl}", "--set", $"token-url={addresses.TokenUrl}", "--set", "grant-type=client_credentials",
            "--secret", "client-secret=env:APP_SECRET",
        ])).ShouldExitWith(0);
    }
}
