using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Playwright;

namespace Syncline.EndToEnd;

/// <summary>A person signs in to <c>syncline sandbox --https</c> in a real Chromium, and the command trusts its authority as any other.</summary>
public sealed class HttpsBrowserTests : IAsyncLifetime
{
    private readonly Terminal terminal = new();
    private Process sandbox = null!;
    private JsonElement site;

    private string Authority => site.GetProperty("certificate").GetString()!;

    private Uri Address => new(site.GetProperty("site").GetString()!);

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
    public async Task A_person_signs_in_over_https_in_a_real_browser()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE is Linux's way to trust an authority for one command.");
        var chromium = Environment.GetEnvironmentVariable("SYNCLINE_TEST_CHROMIUM");
        Assert.SkipWhen(string.IsNullOrEmpty(chromium), "No Chromium: set SYNCLINE_TEST_CHROMIUM to its path (./test.sh does it).");
        var trusting = new Dictionary<string, string>(StringComparer.Ordinal) { ["SSL_CERT_FILE"] = Authority };

        // Nothing but the address and the client id: the rest is the site's own word, asked for over https.
        using (var add = terminal.Start(
            trusting, "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={Address}", "--set", $"client-id={site.GetProperty("publicClient").GetProperty("id").GetString()}"))
        {
            (await Terminal.EndAsync(add)).ShouldExitWith(0);
        }

        using var authorize = terminal.Start(trusting, "connection", "authorize", "contoso", "--no-browser", "--json");
        var open = JsonDocument.Parse((await authorize.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement.GetProperty("open").GetString()!;
        open.ShouldStartWith("https://localhost:");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", $"--ignore-certificate-errors-spki-list={await KeyOfSandboxAsync()}"],
        });
        var page = await browser.OpenPageAsync();
        await page.GotoAsync(open);
        await page.GetByRole(AriaRole.Button, new() { Name = "Bruno Keller" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(page.GetByText("signed in", new() { Exact = false }).First).ToBeVisibleAsync();
        (await Terminal.EndAsync(authorize)).ShouldExitWith(0).Json.GetProperty("signedInAs").GetString().ShouldBe("Bruno Keller");

        using var test = terminal.Start(trusting, "connection", "test", "contoso");
        (await Terminal.EndAsync(test)).ShouldExitWith(0).Out.ShouldContain("The certificate of localhost is trusted.");
    }

    /// <summary>
    /// The SHA-256 of the sandbox's public key, after its certificate was checked against the printed authority: Chromium takes this one key, where a
    /// person would import the authority.
    /// </summary>
    private async Task<string> KeyOfSandboxAsync()
    {
        using var authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Authority, TestContext.Current.CancellationToken));
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = Address.Host,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
            TestContext.Current.CancellationToken);
        return Convert.ToBase64String(SHA256.HashData(((X509Certificate2)tls.RemoteCertificate!).PublicKey.ExportSubjectPublicKeyInfo()));
    }
}
