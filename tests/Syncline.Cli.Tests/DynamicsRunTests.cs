using System.Text.Json;
using Syncline.Sandbox;
using Syncline.Sandbox.Directory;

namespace Syncline.Cli.Tests;

/// <summary>What only Dynamics 365 has, through the command line: reading only what changed, several users, party lists.</summary>
public sealed class DynamicsRunTests : IAsyncLifetime
{
    private const string People = """
        source: { connection: crm, table: people.csv }
        target: { connection: contoso, table: contact }
        key: externaluseridentifier
        columns: { externaluseridentifier: id, lastname: last_name }
        """;

    private SandboxSite site = null!;

    private CommandHome User => site.User;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync(signIn: false);
        User.Environment["APP_SECRET"] = SiteDirectory.ConfidentialClient.Secret!;
        User.Write("data/people.csv", "id,last_name\nP-1,One\nP-2,Two\n");
        await site.AddFilesAsync();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private SandboxDirectory SiteDirectory => site.Server.Options.Directory;

    [Fact]
    public async Task An_incremental_project_reads_only_what_changed_and_everything_once_the_token_has_expired()
    {
        await AddAppAsync(site.Server, "contoso");
        var project = User.Write("people.syncline.yaml", People + "\nincremental: true\n");
        (await ChangesAsync(project)).ShouldBe((2, 0, 0));
        (await User.RunAsync(["run", project])).ShouldExitWith(0);

        // Somebody changes one contact on the site and deletes the other.
        var contacts = (await User.RunAsync("preview contoso contact --select contactid,externaluseridentifier --filter startswith(externaluseridentifier,'P-') --json")).ShouldExitWith(0).Json
            .EnumerateArray().ToDictionary(row => row.GetProperty("externaluseridentifier").GetString()!, row => row.GetProperty("contactid").GetString()!);
        User.Write("data/edits.csv", $"id,name\n{contacts["P-1"]},Changed on the site\n");
        await RunAsync("edits", "source: { connection: crm, table: edits.csv }\ntarget: { connection: contoso, table: contact }\nkey: contactid\ncolumns: { contactid: id, lastname: name }\n");
        User.Write("data/rest.csv", "id\nP-1\n");
        await RunAsync("rest", "source: { connection: crm, table: rest.csv }\ntarget: { connection: contoso, table: contact }\nkey: externaluseridentifier\ncolumns: { externaluseridentifier: id }\n"
            + "target-filter: { odata: \"startswith(externaluseridentifier,'P-')\" }\nactions: { add: false, delete: true }\nguards: { max-deletes: 100% }\n");

        var before = await LastRequestAsync(site);
        (await ChangesAsync(project)).ShouldBe((1, 1, 0));
        (await ContactReadsAsync(before)).ShouldNotBeEmpty();
        (await ContactReadsAsync(before)).ShouldAllBe(target => target.Contains("deltatoken", StringComparison.Ordinal));
        (await User.RunAsync(["run", project])).ShouldExitWith(0);
        (await ChangesAsync(project)).ShouldBe((0, 0, 0));

        User.Write("data/days.csv", $"id,days\n{SiteDirectory.OrganizationId},0\n");
        await RunAsync("days", "source: { connection: crm, table: days.csv }\ntarget: { connection: contoso, table: organization }\nkey: organizationid\ncolumns: { organizationid: id, expirechangetrackingindays: days }\n");
        before = await LastRequestAsync(site);
        (await ChangesAsync(project)).ShouldBe((0, 0, 0));
        (await ContactReadsAsync(before)).ShouldContain(target => !target.Contains("deltatoken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_spreads_its_writes_over_the_users_named_by_write_also_with()
    {
        await AddCertificateAppAsync();
        await AddAppAsync(site.Server, "contoso", "--set", "write-also-with=second");
        User.Write("data/people.csv", "id,last_name\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"W-{i},Name {i}\n")));
        var project = User.Write("people.syncline.yaml", People);
        var before = await LastRequestAsync(site);

        (await User.RunAsync(["run", project])).ShouldExitWith(0);

        (await ChangesAsync(project)).ShouldBe((0, 0, 0));
        var writes = (await RequestsAsync(site, before)).Where(request => request.GetProperty("target").GetString()!.Contains("CreateMultiple", StringComparison.Ordinal)).ToList();
        writes.Sum(request => request.GetProperty("rowsWritten").GetInt32()).ShouldBe(600);
        writes.Select(request => request.GetProperty("user").GetString()).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_written_when_a_further_user_belongs_to_another_site()
    {
        await using var elsewhere = await SandboxServer.StartAsync(new SandboxOptions { Directory = new SandboxDirectory { OrganizationId = Guid.NewGuid() } }, Cancellation);
        await AddAppAsync(elsewhere, "second");
        await AddAppAsync(site.Server, "contoso", "--set", "write-also-with=second");
        var project = User.Write("people.syncline.yaml", People);
        var before = await LastRequestAsync(site);

        var result = await User.RunAsync(["run", project]);

        result.ShouldExitWith(4).Error.ShouldContain("SY4019");
        result.Error.ShouldContain("write-also-with");
        (await RequestsAsync(site, before)).Sum(request => request.GetProperty("rowsWritten").GetInt32()).ShouldBe(0);
    }

    [Fact]
    public async Task Party_lists_are_columns_of_a_sync()
    {
        await AddAppAsync(site.Server, "contoso");
        var (ada, bruno) = (SiteDirectory.Users[0].Id, SiteDirectory.Users[1].Id);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var project = User.Write("mails.syncline.yaml", """
            source: { connection: crm, table: mails.csv }
            target: { connection: contoso, table: email }
            key: activityid
            columns: { activityid: id, subject: subject, from: sender, to: recipients }
            """);
        User.Write("data/mails.csv", $"id,subject,sender,recipients\n{first},Hello,systemuser:{ada},systemuser:{bruno}; A@example.com;systemuser:{bruno}\n{second},Bye,,b@example.com\n");
        (await User.RunAsync(["run", project])).ShouldExitWith(0);
        (await ChangesAsync(project)).ShouldBe((0, 0, 0));

        User.Write("data/mails.csv", $"id,subject,sender,recipients\n{first},Hello,systemuser:{ada},c@example.com\n{second},Bye,,b@example.com\n");
        (await ChangesAsync(project)).ShouldBe((0, 1, 0));
        (await User.RunAsync(["run", project])).ShouldExitWith(0);
        (await MailAsync(first)).ShouldBe(($"systemuser:{ada}", "c@example.com"));

        var id = (await User.RunAsync("runs list --json")).ShouldExitWith(0).Json[0].GetProperty("id").GetString()!;
        (await User.RunAsync(["undo", id, "--out", User.FileAt("undo.plan")])).ShouldExitWith(0);
        (await User.RunAsync(["apply", User.FileAt("undo.plan"), "--yes"])).ShouldExitWith(0);
        (await MailAsync(first)).ShouldBe(($"systemuser:{ada}", $"A@example.com; systemuser:{bruno}"));
    }

    private async Task<(string? From, string? To)> MailAsync(Guid id)
    {
        var row = (await User.RunAsync(["preview", "contoso", "email", "--select", "from,to", "--filter", $"activityid eq {id}", "--json"])).ShouldExitWith(0).Json[0];
        return (row.GetProperty("from").GetString(), row.GetProperty("to").GetString());
    }

    private async Task RunAsync(string name, string project) => (await User.RunAsync(["run", User.Write(name + ".syncline.yaml", project)])).ShouldExitWith(0);

    private async Task<(long Add, long Update, long Delete)> ChangesAsync(string project)
    {
        var changes = (await User.RunAsync(["plan", project, "--json"])).ShouldExitWith(0).Json.GetProperty("changes");
        return (changes.GetProperty("add").GetInt64(), changes.GetProperty("update").GetInt64(), changes.GetProperty("delete").GetInt64());
    }

    private async Task AddAppAsync(SandboxServer server, string name, params string[] more) => (await User.RunAsync(
    [
        "connection", "add", name, "--connector", "dynamics-365", "--set", $"url={server.Addresses.Site}", "--set", $"token-url={server.Addresses.TokenUrl}",
        "--set", "grant-type=client_credentials", "--set", $"client-id={SiteDirectory.ConfidentialClient.Id}", "--secret", "client-secret=env:APP_SECRET", .. more,
    ])).ShouldExitWith(0);

    private async Task AddCertificateAppAsync()
    {
        using var key = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(site.Server.Certificates.Client)!;
        var path = User.Write("app.pem", site.Server.Certificates.Client.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        (await User.RunAsync(
        [
            "connection", "add", "second", "--connector", "dynamics-365", "--set", $"url={site.Server.Addresses.Site}", "--set", $"token-url={site.Server.Addresses.TokenUrl}",
            "--set", "authentication-method=certificate", "--set", "grant-type=client_credentials", "--set", $"client-id={SiteDirectory.CertificateClient.Id}", "--set", $"certificate={path}",
        ])).ShouldExitWith(0);
    }

    private async Task<IEnumerable<string>> ContactReadsAsync(long since) => (await RequestsAsync(site, since))
        .Select(request => request.GetProperty("target").GetString()!).Where(target => target.Contains("/contacts?", StringComparison.Ordinal));

    private static async Task<long> LastRequestAsync(SandboxSite site) =>
        (await RequestsAsync(site, 0)).Select(request => request.GetProperty("number").GetInt64()).DefaultIfEmpty(0).Max();

    private static async Task<IReadOnlyList<JsonElement>> RequestsAsync(SandboxSite site, long since)
    {
        using var http = new HttpClient();
        using var journal = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{site.Server.Addresses.Site}/_sandbox/requests?since={since}"), Cancellation));
        var root = journal.RootElement.Clone();
        return [.. (root.ValueKind == JsonValueKind.Array ? root : root.GetProperty("requests")).EnumerateArray()];
    }
}
