using System.Text.Json;

namespace Syncline.EndToEnd;

/// <summary>A project from the first plan to its undo, over each of a site's services; and a plan made over one that is applied over the other.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Theory]
    [InlineData("web-api", "web-api")]
    [InlineData("organization-service", "organization-service")]
    [InlineData("web-api", "organization-service")]
    [InlineData("organization-service", "web-api")]
    public async Task A_plan_is_made_applied_found_done_and_undone(string planned, string applied)
    {
        using var sandbox = terminal.Start("sandbox", "--json");
        using var ending = new ProcessEnd(sandbox);
        var site = JsonDocument.Parse((await sandbox.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        await AddAsync(site, planned);
        (await terminal.RunAsync("connection", "add", "files", "--connector", "csv", "--set", $"path={terminal.FileAt("data")}")).ShouldExitWith(0);
        terminal.Write("data/people.csv", "no,company,contact,since\nTR-1,\"Müller & Söhne <1>\",ada@example.com,2024-03-01T09:00:00Z\nTR-2,Two,,\nTR-3,Three,nobody@example.com,\n");
        terminal.Write("data/contacts.csv", "id,first,last,email\nTC-1,Ada,Example,ada@example.com\n");
        var contacts = terminal.Write("contacts.syncline.yaml", """
            source: { connection: files, table: contacts.csv }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: id, firstname: first, lastname: last, emailaddress1: email }
            """);
        var project = terminal.Write("accounts.syncline.yaml", """
            source: { connection: files, table: people.csv }
            target: { connection: contoso, table: account }
            key: [accountnumber]
            columns:
              accountnumber: no
              name: company
              lastonholdtime: since
              primarycontactid: { from: contact, lookup: { table: contact, match: emailaddress1, missing: null } }
            """);
        (await terminal.RunAsync("run", contacts)).ShouldExitWith(0);

        var plan = terminal.FileAt("accounts.plan");
        (await terminal.RunAsync("plan", project, "--out", plan, "--json")).ShouldExitWith(0).Json.GetProperty("changes").GetProperty("add").GetInt32().ShouldBe(3);
        await ReplaceAsync(site, applied);
        (await terminal.RunAsync("apply", plan, "--yes")).ShouldExitWith(0);

        var again = (await terminal.RunAsync("plan", project, "--json")).ShouldExitWith(0).Json.GetProperty("changes");
        (again.GetProperty("add").GetInt32(), again.GetProperty("update").GetInt32(), again.GetProperty("delete").GetInt32()).ShouldBe((0, 0, 0));
        var run = (await terminal.RunAsync("runs", "list", "--json")).ShouldExitWith(0).Json[0].GetProperty("id").GetString()!;
        var undo = terminal.FileAt("undo.plan");
        (await terminal.RunAsync("undo", run, "--out", undo)).ShouldExitWith(0);
        (await terminal.RunAsync("apply", undo, "--yes")).ShouldExitWith(0);
        (await terminal.RunAsync("plan", project, "--json")).ShouldExitWith(0).Json.GetProperty("changes").GetProperty("add").GetInt32().ShouldBe(3);
        var shown = (await terminal.RunAsync("connection", "test", "contoso")).ShouldExitWith(0);
        (shown.Out + shown.Error).ShouldContain(applied == "web-api" ? "Web API v9.2" : "Organization Service");
    }

    private async Task ReplaceAsync(JsonElement site, string transport)
    {
        (await terminal.RunAsync("connection", "remove", "contoso", "--yes")).ShouldExitWith(0);
        await AddAsync(site, transport);
    }

    private async Task AddAsync(JsonElement site, string transport)
    {
        var app = site.GetProperty("confidentialClient");
        (await terminal.RunAsync(
            "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={site.GetProperty("site").GetString()}", "--set", $"transport={transport}",
            "--set", $"client-id={app.GetProperty("id").GetString()}", "--set", "grant-type=client_credentials", "--set", $"token-url={site.GetProperty("tokenUrl").GetString()}",
            "--secret", $"client-secret=file:{terminal.Write("secret.txt", app.GetProperty("secret").GetString()!)}")).ShouldExitWith(0);
    }
}
