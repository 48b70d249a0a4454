using System.Security.Cryptography;
using System.Text.Json;
using Syncline.ForeignClients.Npm;

namespace Syncline.ForeignClients.Msal;

/// <summary>@azure/msal-node signs in to the sandbox by every flow that Syncline has.</summary>
public sealed class MsalNodeTests(HttpsSandbox sandbox, NodePackages packages)
{
    [Fact]
    public async Task A_person_signs_in_by_authorization_code_with_PKCE_and_stays_signed_in()
    {
        packages.Require();
        await using var msal = await StartAsync("interactive", sandbox.Directory.PublicClient.Id, "/user_impersonation");
        var open = (await msal.ReadAsync()).GetProperty("open").GetString()!;
        open.ShouldContain("code_challenge_method=S256");
        open.ShouldContain("response_mode=form_post");
        using var browser = sandbox.NewBrowser();
        await browser.OpenAsync(new Uri(open));
        await browser.SignInAsync(HttpsSandbox.Ada);
        browser.Html.ShouldContain("signed in");
        var result = await OutcomeAsync(msal);
        result.GetProperty("userName").GetString().ShouldBe(HttpsSandbox.Ada);
        await sandbox.ShouldOpenSiteAsync(result.GetProperty("accessToken").GetString()!);
        await sandbox.ShouldOpenSiteAsync(result.GetProperty("refreshed").GetString()!);
    }

    [Fact]
    public async Task An_app_signs_in_with_its_secret()
    {
        packages.Require();
        await using var msal = await StartAsync("app", sandbox.Directory.ConfidentialClient.Id, "/.default", new { secret = sandbox.Directory.ConfidentialClient.Secret });
        await sandbox.ShouldOpenSiteAsync((await OutcomeAsync(msal)).GetProperty("accessToken").GetString()!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_app_signs_in_with_its_certificate(bool withX5C)
    {
        packages.Require();
        var (certificate, pem) = (sandbox.Certificates.Client, await File.ReadAllTextAsync(sandbox.Certificates.ClientPemPath!, TestContext.Current.CancellationToken));
        await using var msal = await StartAsync("app", sandbox.Directory.CertificateClient.Id, "/.default", new
        {
            certificate = new
            {
                thumbprintSha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256),
                privateKey = pem[pem.IndexOf("-----BEGIN PRIVATE KEY", StringComparison.Ordinal)..],
                x5c = withX5C ? certificate.ExportCertificatePem() : null,
            },
        });
        await sandbox.ShouldOpenSiteAsync((await OutcomeAsync(msal)).GetProperty("accessToken").GetString()!);
    }

    [Fact]
    public async Task A_device_signs_in()
    {
        packages.Require();
        await using var msal = await StartAsync("device", sandbox.Directory.PublicClient.Id, "/user_impersonation");
        var shown = await msal.ReadAsync();
        using var browser = sandbox.NewBrowser();
        await browser.OpenAsync(new Uri(shown.GetProperty("open").GetString()!));
        await browser.SubmitAsync(("otc", shown.GetProperty("code").GetString()!));
        await browser.SignInAsync("bruno.keller@contoso.example");
        browser.Page.ShouldBe("device-approved");
        await sandbox.ShouldOpenSiteAsync((await OutcomeAsync(msal)).GetProperty("accessToken").GetString()!);
    }

    [Fact]
    public async Task A_wrong_secret_is_understood_as_the_refusal_that_it_is()
    {
        packages.Require();
        await using var msal = await StartAsync("app", sandbox.Directory.ConfidentialClient.Id, "/.default", new { secret = "wrong" });
        var refusal = await msal.ReadAsync();
        refusal.GetProperty("error").GetString().ShouldBe("invalid_client");
        refusal.GetProperty("message").GetString()!.ShouldContain("AADSTS7000215");
    }

    private Task<NodeProcess> StartAsync(string flow, Guid app, string permission, object? credential = null)
    {
        var order = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["flow"] = flow,
            ["authority"] = sandbox.Authority,
            ["clientId"] = app,
            ["scope"] = sandbox.Site + permission,
        };
        foreach (var property in credential is null ? [] : JsonSerializer.SerializeToElement(credential).EnumerateObject().ToList())
        {
            order[property.Name] = property.Value;
        }

        return NodeProcess.StartAsync(packages, "msal.mjs", order, sandbox.Certificates.AuthorityPath);
    }

    private static async Task<JsonElement> OutcomeAsync(NodeProcess msal)
    {
        var outcome = await msal.ReadAsync();
        outcome.TryGetProperty("error", out _).ShouldBeFalse(outcome.ToString());
        return outcome;
    }
}
