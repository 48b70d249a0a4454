using System.Globalization;
using System.Text;

namespace Syncline.Cli.Tests;

/// <summary>What happens to a run whose sign-in ends in the middle of it, command by command.</summary>
public sealed class SignInEndsTests : IAsyncLifetime
{
    private const int Rows = 3000;

    private SandboxSite site = null!;
    private SiteRelay relay = null!;
    private string plan = null!;
    private int writes;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync(signIn: false);
        relay = new SiteRelay(new Uri(site.Server.Addresses.Site));

        // The relay stands at another address than the site that tokens are for.
        (await User.RunAsync(
        [
            "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={relay.Address}", "--set", $"client-id={site.Server.Options.Directory.PublicClient.Id}",
            "--set", $"authorization-url={site.Server.Addresses.AuthorizationUrl}", "--set", $"token-url={site.Server.Addresses.TokenUrl}",
            "--set", $"scope={site.Server.Addresses.Site}/user_impersonation offline_access openid profile",
        ])).ShouldExitWith(0);
        (await site.AuthorizeAsync("contoso")).ShouldExitWith(0);
        var contacts = new StringBuilder("id,last_name\n");
        for (var i = 0; i < Rows; i++)
        {
            contacts.AppendLine(CultureInfo.InvariantCulture, $"R-{i:00000},Lindqvist {i}");
        }

        User.Write("data/contacts.csv", contacts.ToString());
        await site.AddFilesAsync();
        var project = User.Write("contacts.syncline.yaml", """
            source: { connection: crm, table: contacts.csv }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: id, lastname: last_name }
            """);
        plan = User.FileAt("contacts.plan");
        (await User.RunAsync(["plan", project, "--out", plan])).ShouldExitWith(0);
    }

    public async ValueTask DisposeAsync()
    {
        await relay.DisposeAsync();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task A_dead_sign_in_stops_the_run_with_exit_3_and_resume_finishes_it_after_signing_in()
    {
        BeforeTheSecondWrite("""{"revokeEverything":"*"}""");

        var stopped = (await User.RunAsync(["apply", plan, "--yes", "--json"])).ShouldExitWith(3);
        stopped.Error.ShouldContain("syncline connection authorize contoso");
        var runs = (await User.RunAsync("runs list --json")).ShouldExitWith(0).Json;
        var id = runs[0].GetProperty("id").GetString()!;
        runs[0].GetProperty("applied").GetProperty("done").GetInt64().ShouldBeInRange(1, Rows - 1);

        (await User.RunAsync(["resume", id])).ShouldExitWith(3).Error.ShouldContain("syncline connection authorize contoso");
        (await site.AuthorizeAsync("contoso")).ShouldExitWith(0);
        (await User.RunAsync(["resume", id, "--json"])).ShouldExitWith(0).Json.GetProperty("applied").GetProperty("done").GetInt64().ShouldBe(Rows);

        string[] look = ["preview", "contoso", "contact", "--select", "externaluseridentifier", "--filter", "startswith(externaluseridentifier,'R-')", "--rows", "5000", "--json"];
        var ids = (await User.RunAsync(look)).ShouldExitWith(0).Json.EnumerateArray().Select(row => row.GetProperty("externaluseridentifier").GetString()).ToList();
        (ids.Count, ids.Distinct().Count()).ShouldBe((Rows, Rows));
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_is_renewed_and_nobody_notices()
    {
        BeforeTheSecondWrite("""{"expireAccessTokens":true}""");

        (await User.RunAsync(["apply", plan, "--yes", "--json"])).ShouldExitWith(0).Json.GetProperty("applied").GetProperty("done").GetInt64().ShouldBe(Rows);
        writes.ShouldBeGreaterThan(2);
    }

    private void BeforeTheSecondWrite(string order) => relay.Before = async request =>
    {
        if (request.Method != "GET" && Interlocked.Increment(ref writes) == 2)
        {
            using var http = new HttpClient();
            using var content = new StringContent(order, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(new Uri(site.Server.Addresses.Site), "/_sandbox/control"), content);
            answer.EnsureSuccessStatusCode();
        }
    };
}
