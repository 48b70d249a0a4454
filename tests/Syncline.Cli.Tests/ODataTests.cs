using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Syncline.ODataService;

namespace Syncline.Cli.Tests;

/// <summary>Dynamics 365 and an OData service, by the commands that a user types: preview, plan, apply and run, with the service as target and as source.</summary>
public sealed class ODataTests : IAsyncLifetime
{
    private static readonly string[] Columns =
    [
        "new_projectid", "new_code", "new_name", "new_notes", "new_accountid", "new_managerid", "new_parentprojectid", "new_billable", "new_budget", "new_effort", "new_headcount", "new_progress", "new_phase",
        "new_tags", "new_reviewedon", "new_kickoff", "new_startdate",
    ];

    private SandboxSite site = null!;
    private ODataSite service = null!;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync();
        service = await ODataSite.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Every_column_goes_through_an_OData_service_and_back()
    {
        (await AddAsync()).ShouldExitWith(0);
        var kinds = (await User.RunAsync("table show contoso new_project --json")).ShouldExitWith(0).Json.GetProperty("columns").EnumerateArray()
            .Where(column => Columns.Contains(column.GetProperty("name").GetString())).Select(column => column.GetProperty("type").GetString());
        kinds.Distinct().ShouldBe(
            ["boolean", "choice", "choices", "date", "date-time", "decimal", "double", "guid", "integer", "local-date-time", "lookup", "money", "text"], ignoreOrder: true);
        var there = Project("there", "contoso", "new_project", "service", "Projects");
        var plan = User.FileAt("there.plan");

        var added = (await ChangesAsync(there, "--out", plan)).Add;
        (await User.RunAsync(["apply", plan, "--yes", "--json"])).ShouldExitWith(0);

        added.ShouldBeGreaterThan(2);
        service.Store.Projects.Count.ShouldBe((int)added);
        (await ChangesAsync(there)).ShouldBe((0, 0, 0));
        (await ChangesAsync(Project("back", "service", "Projects", "contoso", "new_project"))).ShouldBe((0, 0, 0));
        (await User.RunAsync("preview service Projects --rows 3 --json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Rows_of_a_service_are_run_into_Dynamics_365()
    {
        (await AddAsync()).ShouldExitWith(0);
        service.Store.Contacts["C-1001"] = new Contact { Number = "C-1001", Name = "Changed elsewhere", Born = new DateOnly(1990, 5, 17) };
        service.Store.Contacts["O-1"] = new Contact { Number = "O-1", Name = "Öztürk", Born = new DateOnly(1980, 2, 29) };
        var project = User.Write("contacts.syncline.yaml", """
            source: { connection: service, table: Contacts }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: Number, lastname: Name, birthdate: Born }
            """);

        (await User.RunAsync(["run", project, "--json"])).ShouldExitWith(0).Out.ShouldContain("\"failed\": 0");

        (await ChangesAsync(project)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task A_service_behind_OAuth_is_reached_by_an_app_on_its_own()
    {
        RequireTokens();
        var app = site.Server.Options.Directory.ConfidentialClient;
        (await AddAsync(
            "--set", "authentication=oauth", "--set", "grant-type=client_credentials", "--set", $"client-id={app.Id}", "--set", $"token-url={site.Server.Addresses.TokenUrl}",
            "--set", $"scope={site.Server.Addresses.Site.ToString().TrimEnd('/')}/.default", "--secret", $"client-secret=file:{User.Write("client-secret", app.Secret!)}")).ShouldExitWith(0);
        service.Store.Contacts["C-1"] = new Contact { Number = "C-1" };

        (await User.RunAsync("preview service Contacts --json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_service_behind_OAuth_is_reached_by_a_person_who_signed_in_once()
    {
        RequireTokens();
        (await AddAsync(
            "--set", "authentication=oauth", "--set", $"client-id={site.Server.Options.Directory.PublicClient.Id}", "--set", $"authorization-url={site.Server.Addresses.AuthorizationUrl}",
            "--set", $"token-url={site.Server.Addresses.TokenUrl}", "--set", $"scope={site.Server.Addresses.Site.ToString().TrimEnd('/')}/user_impersonation offline_access openid profile")).ShouldExitWith(0);
        service.Store.Contacts["C-1"] = new Contact { Number = "C-1" };

        (await User.RunAsync("preview service Contacts --json")).ShouldExitWith(3);
        (await site.AuthorizeAsync("service")).ShouldExitWith(0);

        (await User.RunAsync("preview service Contacts --json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(1);
    }

    // The service takes tokens of the sandbox's sign-in service only; it reads them as far as their audience.
    private void RequireTokens() => service.Store.Instead = context =>
    {
        var token = context.Request.Headers.Authorization.ToString().Split(' ') is ["Bearer", var text] ? text : "";
        var audience = token.Split('.') is [_, var payload, _]
            ? JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload)).RootElement.GetProperty("aud").GetString()
            : "";
        var isRefused = audience!.TrimEnd('/') != site.Server.Addresses.Site.ToString().TrimEnd('/');
        context.Response.StatusCode = isRefused ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK;
        return Task.FromResult(isRefused);
    };

    private Task<CommandResult> AddAsync(params string[] more) => User.RunAsync(["connection", "add", "service", "--connector", "odata", "--set", $"url={service.Url}", .. more]);

    private string Project(string file, string source, string sourceTable, string target, string targetTable) => User.Write(
        $"{file}.syncline.yaml",
        $"source: {{ connection: {source}, table: {sourceTable} }}\ntarget: {{ connection: {target}, table: {targetTable} }}\nkey: [new_projectid]\ncolumns:\n"
            + string.Concat(Columns.Select(name => $"  {name}: {Rule(name, target)}\n"))
            + "compare: { date-precision: exact, empty-equals-null: false }\n");

    // OData knows moments only: what has no zone goes as one in UTC, and back as its text without the zone.
    private static string Rule(string name, string target) => (name, target) switch
    {
        ("new_phase" or "new_tags", "contoso") => $"{{ from: {name}, choice: value }}",
        ("new_kickoff", "contoso") => "{ value: \"left(new_kickoff::varchar, 19)\" }",
        _ => name,
    };

    private async Task<(long Add, long Update, long Delete)> ChangesAsync(string project, params string[] more)
    {
        var plan = await User.RunAsync(["plan", project, "--json", .. more]);
        if (plan.Code != 0)
        {
            (await User.RunAsync(["plan", project])).ShouldExitWith(0); // the same for people: it says what is wrong
        }

        var changes = plan.Json.GetProperty("changes");
        return (changes.GetProperty("add").GetInt64(), changes.GetProperty("update").GetInt64(), changes.GetProperty("delete").GetInt64());
    }
}
