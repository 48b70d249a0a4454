using System.Net;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;
using Syncline.Sandbox;
using Syncline.Sandbox.Directory;

namespace Syncline.OAuth.Tests.Sandbox;

/// <summary>The flows against the sandbox's sign-in service, which knows nothing of this code, with a person who presses its buttons.</summary>
public sealed class SandboxSignInTests : IAsyncLifetime
{
    private readonly SocketsHttpHandler http = new() { AllowAutoRedirect = false };
    private readonly WatchedTimeProvider time = new();
    private readonly SharedState state = new();
    private SandboxServer sandbox = null!;
    private SandboxPerson person = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = time }, Cancel);
        person = new SandboxPerson(sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        person.Dispose();
        await sandbox.DisposeAsync();
        http.Dispose();
        state.Dispose();
    }

    [Theory]
    [InlineData(false, "http://localhost")]
    [InlineData(true, "http://localhost")]
    [InlineData(false, "http://localhost/")]
    public async Task A_person_signs_in_and_stays_signed_in(bool confidential, string redirect)
    {
        var app = confidential ? sandbox.Options.Directory.ConfidentialClient : sandbox.Options.Directory.PublicClient;
        var source = Source(Settings(app) with { RedirectUrl = redirect });
        var prompt = Person();

        var user = await source.SignInAsync(prompt, Cancel);
        await prompt.Browsing;

        user!.Name.ShouldBe("Ada Winter");
        user.UserName.ShouldBe(SandboxPerson.Ada);
        user.TenantId.ShouldBe(sandbox.Addresses.Tenant.ToString());
        person.Html.ShouldContain("You are signed in to contoso");
        var first = await source.GetAccessTokenAsync(Cancel);
        (await StatusAsync(first)).ShouldBe(HttpStatusCode.OK);

        time.Advance(TimeSpan.FromHours(2));
        (await StatusAsync(first)).ShouldBe(HttpStatusCode.Unauthorized);
        for (var i = 0; i < 3; i++)
        {
            // Each time with the refresh token that the time before gave.
            (await StatusAsync(await source.GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);
            time.Advance(TimeSpan.FromHours(2));
        }
    }

    [Fact]
    public async Task Requests_go_on_when_the_site_rejects_the_token_in_the_middle_of_a_run()
    {
        var source = Source(Settings(sandbox.Options.Directory.PublicClient));
        await source.SignInAsync(Person(), Cancel);
        using var client = new HttpClient(new BearerTokenHandler(source, new Uri(sandbox.Addresses.Site), http, "contoso"), disposeHandler: false);
        (await client.GetAsync(new Uri($"{sandbox.Addresses.WebApi}WhoAmI"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await person.OrderAsync(new { expireAccessTokens = true });
        (await client.GetAsync(new Uri($"{sandbox.Addresses.WebApi}WhoAmI"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await person.OrderAsync(new { revokeEverything = "*" });
        var error = (await Should.ThrowAsync<SignInException>(client.GetAsync(new Uri($"{sandbox.Addresses.WebApi}WhoAmI"), Cancel))).Error;
        (error.Id, error.Recovery).ShouldBe(("OA2042", Recovery.SignInAgain));
    }

    [Fact]
    public async Task Declining_is_told_to_the_person_and_to_us()
    {
        var prompt = new ScriptedPrompt { Browser = page => person.SignInAsync(page.Page, "cancel") };
        var error = (await Should.ThrowAsync<SignInException>(Source(Settings(sandbox.Options.Directory.PublicClient)).SignInAsync(prompt, Cancel))).Error;
        await prompt.Browsing;
        (error.Id, error.ServerCode).ShouldBe(("OA2022", "AADSTS65004"));
        person.Html.ShouldContain("The permissions were declined");
    }

    [Fact]
    public async Task A_wrong_secret_says_what_to_click()
    {
        var settings = Settings(sandbox.Options.Directory.ConfidentialClient) with { ClientSecret = new Secret("the-secret-id") };
        var error = (await Should.ThrowAsync<SignInException>(Source(settings).SignInAsync(Person(), Cancel))).Error;
        (error.Id, error.Option, error.ServerCode).ShouldBe(("OA2011", "client-secret", "AADSTS7000215"));
        error.ServerText!.ShouldNotContain("Trace ID");
        error.RequestId.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(false, "7000218")]
    [InlineData(true, "700025")]
    public async Task A_secret_that_is_missing_or_too_much_is_named(bool publicApp, string code)
    {
        var directory = sandbox.Options.Directory;
        var settings = publicApp
            ? Settings(directory.PublicClient) with { ClientSecret = new Secret("superfluous") }
            : Settings(directory.ConfidentialClient) with { ClientSecret = null };
        (await Should.ThrowAsync<SignInException>(Source(settings).SignInAsync(Person(), Cancel))).Error.ServerCode.ShouldBe($"AADSTS{code}");
    }

    [Fact]
    public async Task An_app_signs_in_as_itself()
    {
        var settings = Settings(sandbox.Options.Directory.ConfidentialClient) with
        {
            GrantType = GrantType.ClientCredentials,
            Scope = $"{sandbox.Addresses.Site}/.default",
        };
        (await StatusAsync(await Source(settings).GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);

        var wrong = settings with { Scope = $"{sandbox.Addresses.Site}/user_impersonation" };
        (await Should.ThrowAsync<SignInException>(Source(wrong).GetAccessTokenAsync(Cancel).AsTask())).Error.Id.ShouldBe("OA2053");
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("cancel")]
    public async Task A_person_signs_in_or_declines_on_another_device(string consent)
    {
        var settings = Settings(sandbox.Options.Directory.PublicClient) with { GrantType = GrantType.DeviceCode };
        var prompt = new ScriptedPrompt();
        var source = Source(settings);
        var signIn = source.SignInAsync(prompt, Cancel);
        await time.PassAsync(TimeSpan.FromSeconds(5), signIn);
        var (code, page, _) = prompt.DeviceCode!.Value;
        await person.EnterDeviceCodeAsync(page, code, consent);
        await time.PassAsync(TimeSpan.FromSeconds(5), signIn);
        if (consent == "accept")
        {
            (await signIn)!.UserName.ShouldBe(SandboxPerson.Ada);
            (await StatusAsync(await source.GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);
        }
        else
        {
            (await Should.ThrowAsync<SignInException>(signIn)).Error.Id.ShouldBeOneOf("OA2101", "OA2022");
        }
    }

    [Fact]
    public async Task Endpoints_of_version_1_take_a_resource()
    {
        var settings = Settings(sandbox.Options.Directory.PublicClient);
        var source = Source(settings with
        {
            AuthorizationUrl = settings.AuthorizationUrl!.Replace("/v2.0/", "/", StringComparison.Ordinal),
            TokenUrl = settings.TokenUrl!.Replace("/v2.0/", "/", StringComparison.Ordinal),
            Scope = null,
            Resource = $"{sandbox.Addresses.Site}/",
        });
        await source.SignInAsync(Person(), Cancel);
        (await StatusAsync(await source.GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromHours(2));
        (await StatusAsync(await source.GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);
    }

    private ScriptedPrompt Person() => new() { Browser = page => person.SignInAsync(page.Page) };

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var client = new HttpClient(http, disposeHandler: false);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await client.GetAsync(new Uri($"{sandbox.Addresses.WebApi}WhoAmI"), Cancel);
        return response.StatusCode;
    }

    private OAuthClientSettings Settings(SandboxApp app) => new()
    {
        ConnectionName = "contoso",
        AuthorizationUrl = sandbox.Addresses.AuthorizationUrl,
        TokenUrl = sandbox.Addresses.TokenUrl,
        ClientId = app.Id.ToString(),
        ClientSecret = app.Secret is null ? null : new Secret(app.Secret),
        Scope = $"{sandbox.Addresses.Site}/user_impersonation offline_access openid profile",
    };

    private TokenSource Source(OAuthClientSettings settings) => new(settings, state, http, time);
}
