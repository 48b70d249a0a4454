namespace Syncline.Cli.Tests;

/// <summary>Connections carried from one machine to another.</summary>
public sealed class ConnectionTransferTests : IDisposable
{
    private const string Secret = "very~secret~value";

    private readonly CommandHome here = new();
    private readonly CommandHome there = new();

    private string ExportPath => here.FileAt("connections.json");

    [Fact]
    public async Task A_secret_travels_under_the_passphrase_and_in_a_file_for_its_owner_alone()
    {
        await AddConnectionsAsync();
        here.Environment["TRAVEL"] = "correct horse battery staple";
        var exported = (await here.RunAsync(["connection", "export", "--out", ExportPath, "--passphrase", "env:TRAVEL", "--json"])).ShouldExitWith(0);
        exported.Json.GetProperty("secretsLeftOut").GetBoolean().ShouldBeFalse();
        (await File.ReadAllTextAsync(ExportPath, TestContext.Current.CancellationToken)).ShouldNotContain(Secret);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(ExportPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var imported = (await there.RunAsync(["connection", "import", ExportPath, "--passphrase", "-", "--json"], "correct horse battery staple\n")).ShouldExitWith(0);
        imported.Json.GetProperty("imported").EnumerateArray().ShouldAllBe(one => one.GetProperty("missingSecrets").GetArrayLength() == 0);
        (await there.RunAsync("connection show app --json")).ShouldExitWith(0).Json.GetProperty("secrets")[0].GetString().ShouldBe("client-secret");
    }

    [Fact]
    public async Task Without_a_passphrase_secrets_are_left_out_and_both_sides_say_so()
    {
        await AddConnectionsAsync();
        var exported = (await here.RunAsync("connection export --json")).ShouldExitWith(0);
        exported.Json.GetProperty("connections").GetArrayLength().ShouldBe(2);
        exported.Out.ShouldNotContain(Secret);
        exported.Error.ShouldContain("Secrets are left out");

        var path = there.Write("export.json", exported.Out);
        (await there.RunAsync(["connection", "import", path])).ShouldExitWith(0).Out.ShouldContain("without client-secret");
        (await there.RunAsync(["connection", "import", path])).ShouldExitWith(1).Error.ShouldContain("--replace");
        (await there.RunAsync(["connection", "import", path, "--replace"])).ShouldExitWith(0);
    }

    [Fact]
    public async Task Only_the_connections_named_are_exported_and_nothing_is_said_of_secrets_that_they_do_not_have()
    {
        await AddConnectionsAsync();
        var exported = (await here.RunAsync("connection export FILES")).ShouldExitWith(0);
        exported.Json.GetProperty("connections").EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("files");
        exported.Error.ShouldBeEmpty();
        (await here.RunAsync("connection export fils")).ShouldExitWith(1).Error.ShouldContain("files");
    }

    [Fact]
    public async Task A_wrong_passphrase_saves_nothing()
    {
        await AddConnectionsAsync();
        (await here.RunAsync(["connection", "export", "--out", ExportPath, "--passphrase", "-"], "right")).ShouldExitWith(0);
        (await there.RunAsync(["connection", "import", ExportPath, "--passphrase", "-"], "wrong")).ShouldExitWith(1).Error.ShouldContain("passphrase");
        (await there.RunAsync("connection list --json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_passphrase_in_clear_is_refused_and_not_repeated()
    {
        await AddConnectionsAsync();
        var refused = (await here.RunAsync("connection export --passphrase hunter2")).ShouldExitWith(1);
        refused.Error.ShouldContain("--passphrase env:VAR");
        refused.Error.ShouldNotContain("hunter2");
        (await here.RunAsync("connection export --passphrase env:NOT_SET")).ShouldExitWith(1).Error.ShouldContain("NOT_SET");
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        await AddConnectionsAsync();
        here.Write("connections.json", "precious");
        (await here.RunAsync(["connection", "export", "--out", ExportPath])).ShouldExitWith(64).Error.ShouldContain("connections.json");
        (await File.ReadAllTextAsync(ExportPath, TestContext.Current.CancellationToken)).ShouldBe("precious");
    }

    public void Dispose()
    {
        here.Dispose();
        there.Dispose();
    }

    private async Task AddConnectionsAsync()
    {
        Directory.CreateDirectory(here.FileAt("data"));
        (await here.RunAsync(["connection", "add", "files", "--connector", "csv", "--set", $"path={here.FileAt("data")}"])).ShouldExitWith(0);
        here.Environment["APP_SECRET"] = Secret;
        (await here.RunAsync(
        [
            "connection", "add", "app", "--connector", "dynamics-365", "--set", "url=https://contoso.crm.dynamics.com", "--set", "client-id=11111111-2222-3333-4444-555555555555",
            "--set", "token-url=https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token", "--set", "grant-type=client_credentials", "--secret", "client-secret=env:APP_SECRET",
        ])).ShouldExitWith(0);
    }
}
