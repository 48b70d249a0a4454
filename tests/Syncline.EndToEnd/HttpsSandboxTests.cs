using System.Diagnostics;
using System.Text.Json;

namespace Syncline.EndToEnd;

/// <summary><c>syncline sandbox --https</c> as another command reaches it: by trusting the authority whose file is printed.</summary>
public sealed class HttpsSandboxTests : IAsyncLifetime
{
    private readonly Terminal terminal = new();
    private Process sandbox = null!;
    private JsonElement site;

    private string Authority => site.GetProperty("certificate").GetString()!;

    public async ValueTask InitializeAsync()
    {
        sandbox = terminal.Start("sandbox", "--https", "--json");
        site = JsonDocument.Parse((await sandbox.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        sandbox.Kill(entireProcessTree: true);
        await sandbox.WaitForExitAsync(CancellationToken.None);
        sandbox.Dispose();
        terminal.Dispose();
    }

    [Fact]
    public void It_says_https_everywhere_and_names_its_authority_in_the_users_folder()
    {
        foreach (var name in new[] { "site", "webApi", "organizationService", "authorizationUrl", "tokenUrl" })
        {
            site.GetProperty(name).GetString()!.ShouldStartWith("https://localhost:", customMessage: name);
        }

        Authority.ShouldStartWith(terminal.Home);
        File.ReadAllText(Authority).ShouldStartWith("-----BEGIN CERTIFICATE-----");
        File.Exists(site.GetProperty("certificateClient").GetProperty("pem").GetString()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("pfx")]
    public async Task An_app_signs_in_with_its_certificate_where_the_authority_is_trusted(string form)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE is Linux's way to trust an authority for one command.");
        var app = site.GetProperty("certificateClient");
        List<string> arguments =
        [
            "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={site.GetProperty("site").GetString()}",
            "--set", "authentication-method=certificate", "--set", "grant-type=client_credentials", "--set", $"client-id={app.GetProperty("id").GetString()}",
            "--set", $"certificate={app.GetProperty(form).GetString()}",
            "--set", $"authorization-url={site.GetProperty("authorizationUrl").GetString()}", "--set", $"token-url={site.GetProperty("tokenUrl").GetString()}",
        ];
        if (form == "pfx")
        {
            arguments.AddRange(["--secret", $"certificate-password=file:{terminal.Write("password.txt", app.GetProperty("pfxPassword").GetString()!)}"]);
        }

        (await RunAsync([.. arguments])).ShouldExitWith(0);
        (await RunAsync("table", "list", "contoso", "--json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Without_that_trust_nothing_is_sent_and_the_message_says_so()
    {
        var app = site.GetProperty("confidentialClient");
        (await terminal.RunAsync(
            "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={site.GetProperty("site").GetString()}",
            "--set", "grant-type=client_credentials", "--set", $"client-id={app.GetProperty("id").GetString()}",
            "--secret", $"client-secret=file:{terminal.Write("secret.txt", app.GetProperty("secret").GetString()!)}",
            "--set", $"authorization-url={site.GetProperty("authorizationUrl").GetString()}", "--set", $"token-url={site.GetProperty("tokenUrl").GetString()}")).ShouldExitWith(0);
        var refused = await terminal.RunAsync("table", "list", "contoso", "--json");
        refused.Code.ShouldNotBe(0);
        refused.Error.ShouldContain("certificate", Case.Insensitive);
    }

    private async Task<Terminal.Finished> RunAsync(params string[] arguments)
    {
        using var process = terminal.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["SSL_CERT_FILE"] = Authority }, arguments);
        return await Terminal.EndAsync(process);
    }
}
