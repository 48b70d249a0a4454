using Microsoft.Identity.Client;

namespace Syncline.ForeignClients.Msal;

/// <summary>MSAL.NET signs in to the sandbox by every flow that Syncline has.</summary>
public sealed class MsalDotNetTests(HttpsSandbox sandbox)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] UserScope => [$"{sandbox.Site}/user_impersonation"];

    private string[] AppScope => [$"{sandbox.Site}/.default"];

    [Fact]
    public async Task A_person_signs_in_by_authorization_code_with_PKCE_and_stays_signed_in()
    {
        var app = Public();
        var (result, opened) = await InteractiveAsync(app, HttpsSandbox.Ada, claims: null);
        opened.Query.ShouldContain("code_challenge_method=S256");
        result.Account.Username.ShouldBe(HttpsSandbox.Ada);
        result.TenantId.ShouldBe(sandbox.Server.Addresses.Tenant.ToString());
        await sandbox.ShouldOpenSiteAsync(result.AccessToken);

        var refreshed = await app.AcquireTokenSilent(UserScope, result.Account).WithForceRefresh(true).ExecuteAsync(Cancel);
        refreshed.AuthenticationResultMetadata.TokenSource.ShouldBe(TokenSource.IdentityProvider);
        await sandbox.ShouldOpenSiteAsync(refreshed.AccessToken);
    }

    [Fact]
    public async Task A_confidential_app_redeems_a_code_with_PKCE()
    {
        var app = Confidential(app => app.WithClientSecret(sandbox.Directory.ConfidentialClient.Secret));
        var address = await app.GetAuthorizationRequestUrl(UserScope).WithPkce(out var verifier).WithRedirectUri("http://localhost:53001").ExecuteAsync(Cancel);
        using var browser = sandbox.NewBrowser();
        await browser.OpenAsync(address);
        var code = await CodeOfAsync(browser);
        var result = await app.AcquireTokenByAuthorizationCode(UserScope, code).WithPkceCodeVerifier(verifier).ExecuteAsync(Cancel);
        await sandbox.ShouldOpenSiteAsync(result.AccessToken);
    }

    [Fact]
    public async Task An_app_signs_in_with_its_secret()
    {
        var app = Confidential(app => app.WithClientSecret(sandbox.Directory.ConfidentialClient.Secret));
        await sandbox.ShouldOpenSiteAsync((await app.AcquireTokenForClient(AppScope).ExecuteAsync(Cancel)).AccessToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_app_signs_in_with_its_certificate(bool sendX5C)
    {
        var app = ConfidentialClientApplicationBuilder.Create(sandbox.Directory.CertificateClient.Id.ToString())
            .WithAuthority(sandbox.Authority).WithInstanceDiscovery(false).WithHttpClientFactory(new MsalHttp(sandbox.Http))
            .WithCertificate(sandbox.Certificates.Client, sendX5C).Build();
        await sandbox.ShouldOpenSiteAsync((await app.AcquireTokenForClient(AppScope).ExecuteAsync(Cancel)).AccessToken);
    }

    [Fact]
    public async Task A_wrong_secret_is_understood_as_the_refusal_that_it_is()
    {
        var app = Confidential(app => app.WithClientSecret("wrong"));
        var error = await Should.ThrowAsync<MsalServiceException>(() => app.AcquireTokenForClient(AppScope).ExecuteAsync(Cancel));
        (error.ErrorCode, error.StatusCode).ShouldBe(("invalid_client", 401));
        error.Message.ShouldContain("AADSTS7000215");
        Guid.TryParse(error.CorrelationId, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_device_signs_in()
    {
        var app = Public();
        var result = await app.AcquireTokenWithDeviceCode(UserScope, async code =>
        {
            using var browser = sandbox.NewBrowser();
            await browser.OpenAsync(new Uri(code.VerificationUrl));
            await browser.SubmitAsync(("otc", code.UserCode));
            await browser.SignInAsync("bruno.keller@contoso.example");
            browser.Page.ShouldBe("device-approved");
        }).ExecuteAsync(Cancel);
        result.Account.Username.ShouldBe("bruno.keller@contoso.example");
        await sandbox.ShouldOpenSiteAsync(result.AccessToken);
    }

    [Fact]
    public async Task A_claims_challenge_is_answered_by_signing_in_with_the_claims()
    {
        var app = Public();
        const string user = "chiara.neri@contoso.example";
        var (first, _) = await InteractiveAsync(app, user, claims: null);
        using (var order = new StringContent($$"""{"demandClaims": {"{{user}}": true} }""", System.Text.Encoding.UTF8, "application/json"))
        {
            (await sandbox.Http.PostAsync($"{sandbox.Site}/_sandbox/control", order, Cancel)).EnsureSuccessStatusCode();
        }

        var error = await Should.ThrowAsync<MsalUiRequiredException>(() => app.AcquireTokenSilent(UserScope, first.Account).WithForceRefresh(true).ExecuteAsync(Cancel));
        error.Claims.ShouldContain("capolids");
        error.Classification.ShouldBe(UiRequiredExceptionClassification.BasicAction);
        var (second, _) = await InteractiveAsync(app, user, error.Claims);
        await app.AcquireTokenSilent(UserScope, second.Account).WithForceRefresh(true).ExecuteAsync(Cancel);
    }

    private async Task<(AuthenticationResult Result, Uri Opened)> InteractiveAsync(IPublicClientApplication app, string user, string? claims)
    {
        using var browser = sandbox.NewBrowser(patience: 200);
        Uri? opened = null;
        var browsing = Task.CompletedTask;
        var request = app.AcquireTokenInteractive(UserScope).WithUseEmbeddedWebView(false).WithSystemWebViewOptions(new SystemWebViewOptions
        {
            OpenBrowserAsync = address =>
            {
                // As a browser does: MSAL begins to listen once this has returned.
                opened = address;
                browsing = Task.Run(async () =>
                {
                    await browser.OpenAsync(address);
                    await browser.SignInAsync(user);
                }, Cancel);
                return Task.CompletedTask;
            },
        });
        var result = await (claims is null ? request : request.WithClaims(claims)).ExecuteAsync(Cancel);
        await browsing;
        return (result, opened!);
    }

    /// <summary>Signs in up to the redirect, to which nobody listens here.</summary>
    private static async Task<string> CodeOfAsync(Browser.ScriptedBrowser browser)
    {
        await browser.SubmitAsync(("user", HttpsSandbox.Ada));
        var error = browser.Page == "consent"
            ? await Should.ThrowAsync<HttpRequestException>(() => browser.SubmitAsync(("consent", "accept")))
            : null;
        error.ShouldNotBeNull();
        return System.Web.HttpUtility.ParseQueryString(browser.Wanted!.Query)["code"]!;
    }

    private IPublicClientApplication Public() => PublicClientApplicationBuilder.Create(sandbox.Directory.PublicClient.Id.ToString())
        .WithAuthority(sandbox.Authority).WithInstanceDiscovery(false).WithHttpClientFactory(new MsalHttp(sandbox.Http)).WithRedirectUri("http://localhost").Build();

    private IConfidentialClientApplication Confidential(Func<ConfidentialClientApplicationBuilder, ConfidentialClientApplicationBuilder> credential) =>
        credential(ConfidentialClientApplicationBuilder.Create(sandbox.Directory.ConfidentialClient.Id.ToString())
            .WithAuthority(sandbox.Authority).WithInstanceDiscovery(false).WithHttpClientFactory(new MsalHttp(sandbox.Http)).WithRedirectUri("http://localhost:53001")).Build();
}
