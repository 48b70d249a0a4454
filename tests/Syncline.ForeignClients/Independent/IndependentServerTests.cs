using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.ForeignClients.Npm;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tokens;

namespace Syncline.ForeignClients.Independent;

/// <summary>Syncline's OAuth code against a server that knows neither Entra's ways nor ours: oidc-provider, certified by the OpenID Foundation.</summary>
public sealed class IndependentServerTests(AuthorizationServer server, NodePackages packages) : IClassFixture<AuthorizationServer>, IDisposable
{
    private readonly SocketsHttpHandler http = new() { AllowAutoRedirect = false, UseCookies = false };
    private readonly OffsetTime time = new();
    private readonly KeptState state = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        http.Dispose();
        state.Dispose();
    }

    [Theory]
    [InlineData("public")]
    [InlineData("confidential")]
    public async Task A_person_signs_in_and_stays_signed_in_while_refresh_tokens_rotate(string client)
    {
        packages.Require();
        var source = Source(Settings(client));
        using var person = new ProviderPerson();
        var user = await person.LeadsToAsync(source.SignInAsync(person, Cancel));
        await person.Doing;
        (user!.Name, user.UserName).ShouldBe(("Ada Winter", "ada"));
        person.Html.ShouldContain("You are signed in");

        var tokens = new HashSet<string>(StringComparer.Ordinal) { await source.GetAccessTokenAsync(Cancel) };
        for (var round = 0; round < 3; round++)
        {
            // oidc-provider ends the whole sign-in when a rotated refresh token is shown again.
            time.Advance(TimeSpan.FromHours(2));
            tokens.Add(await source.GetAccessTokenAsync(Cancel)).ShouldBeTrue();
        }

        (await StatusAsync(await source.GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_was_granted_is_renewed_though_it_is_less_than_what_was_asked_for()
    {
        packages.Require();
        using var person = new ProviderPerson();

        // Without prompt=consent this server leaves offline_access out of the grant, and refuses a renewal that names it.
        var source = Source(Settings("public") with { Scope = "openid profile offline_access" });
        await person.LeadsToAsync(source.SignInAsync(person, Cancel));
        JsonDocument.Parse((await state.ReadAsync(TokenSource.StateName, Cancel))!).RootElement.GetProperty("scope").GetString().ShouldBe("openid profile");

        time.Advance(TimeSpan.FromHours(2));
        (await StatusAsync(await source.GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_processes_do_not_burn_each_others_refresh_token()
    {
        packages.Require();
        using var person = new ProviderPerson();
        var (first, second) = (Source(Settings("public")), Source(Settings("public")));
        await person.LeadsToAsync(first.SignInAsync(person, Cancel));
        for (var round = 0; round < 3; round++)
        {
            time.Advance(TimeSpan.FromHours(2));
            var tokens = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? first : second).GetAccessTokenAsync(Cancel).AsTask()));
            tokens.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        }

        (await StatusAsync(await second.GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_issuer_that_the_answer_names_is_compared()
    {
        packages.Require();
        using var person = new ProviderPerson();
        var error = await RefusalAsync(() => person.LeadsToAsync(Source(Settings("public") with { ExpectedIssuer = "https://somebody.else.example" }).SignInAsync(person, Cancel)));
        error.Id.ShouldBe("OA1202");
    }

    [Fact]
    public async Task A_person_who_turns_away_is_understood()
    {
        packages.Require();
        using var person = new ProviderPerson(declines: true);
        var error = await RefusalAsync(() => person.LeadsToAsync(Source(Settings("public")).SignInAsync(person, Cancel)));
        await person.Doing;
        error.ServerText.ShouldNotBeNull();
        person.Html.ShouldNotContain("You are signed in");
        (error.Message + error.Advice).ShouldNotContain("AADSTS");
    }

    [Fact]
    public async Task A_revoked_refresh_token_asks_to_sign_in_again()
    {
        packages.Require();
        using var person = new ProviderPerson();
        var source = Source(Settings("public"));
        await person.LeadsToAsync(source.SignInAsync(person, Cancel));
        var stored = JsonDocument.Parse((await state.ReadAsync(TokenSource.StateName, Cancel))!).RootElement;
        using var client = new HttpClient(http, disposeHandler: false);
        using var form = new FormUrlEncodedContent([new("client_id", "public"), new("token", RefreshToken(stored))]);
        (await client.PostAsync(server["revoke"], form, Cancel)).EnsureSuccessStatusCode();
        time.Advance(TimeSpan.FromHours(2));
        (await RefusalAsync(() => source.GetAccessTokenAsync(Cancel).AsTask())).Recovery.ShouldBe(Recovery.SignInAgain);
    }

    [Fact]
    public async Task A_wrong_secret_names_the_option()
    {
        packages.Require();
        var error = await RefusalAsync(() => Source(App("app") with { ClientSecret = new Secret("wrong") }).GetAccessTokenAsync(Cancel).AsTask());
        error.Option.ShouldBe("client-secret");
        error.ServerText.ShouldNotBeNullOrEmpty();
        (error.Message + error.Advice).ShouldNotContain("wrong\"");
    }

    [Fact]
    public async Task An_app_signs_in_with_its_secret()
    {
        packages.Require();
        (await Source(App("app")).GetAccessTokenAsync(Cancel)).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task An_app_signs_in_with_its_certificate()
    {
        packages.Require();
        var settings = App("certificate") with { ClientSecret = null, ClientCertificate = server.Certificate };
        (await Source(settings).GetAccessTokenAsync(Cancel)).ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_person_signs_in_or_declines_on_another_device(bool declines)
    {
        packages.Require();
        using var person = new ProviderPerson(declines);
        var settings = Settings("device") with { GrantType = GrantType.DeviceCode, AuthorizationUrl = null, DeviceAuthorizationUrl = server["device"], ExpectedIssuer = null };
        var source = Source(settings);
        if (declines)
        {
            (await RefusalAsync(() => person.LeadsToAsync(source.SignInAsync(person, Cancel)))).ServerText.ShouldNotBeNull();
            return;
        }

        (await person.LeadsToAsync(source.SignInAsync(person, Cancel)))!.UserName.ShouldBe("ada");
        (await StatusAsync(await source.GetAccessTokenAsync(Cancel))).ShouldBe(HttpStatusCode.OK);
    }

    private static string RefreshToken(JsonElement stored) =>
        stored.EnumerateObject().SelectMany(Flatten).First(member => member.Name.Contains("refresh", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String)
            .Value.GetString()!;

    private static IEnumerable<JsonProperty> Flatten(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Object ? member.Value.EnumerateObject().SelectMany(Flatten) : [member];

    private static async Task<ErrorDetail> RefusalAsync(Func<Task> work) => (await Should.ThrowAsync<SignInException>(work)).Error;

    private async Task<HttpStatusCode> StatusAsync(string accessToken)
    {
        using var client = new HttpClient(http, disposeHandler: false);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await client.GetAsync(server["userinfo"], Cancel);
        return response.StatusCode;
    }

    private OAuthClientSettings Settings(string client) => new()
    {
        ConnectionName = "independent",
        AuthorizationUrl = server["authorize"],
        TokenUrl = server["token"],
        ClientId = client,
        ClientSecret = client == "confidential" ? new Secret(AuthorizationServer.Secret) : null,
        RedirectUrl = "http://127.0.0.1/signed-in",
        Scope = "openid profile",
        ExpectedIssuer = server.Issuer,
    };

    private OAuthClientSettings App(string client) => Settings(client) with
    {
        GrantType = GrantType.ClientCredentials,
        AuthorizationUrl = null,
        ClientSecret = new Secret(AuthorizationServer.Secret),
        Scope = "rows",
        ExpectedIssuer = null,
    };

    private TokenSource Source(OAuthClientSettings settings) => new(settings, state, http, time);
}
