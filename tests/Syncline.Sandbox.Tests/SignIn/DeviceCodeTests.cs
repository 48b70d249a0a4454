using System.Net;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class DeviceCodeTests : SignInTest
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_person_enters_the_code_in_a_browser_and_the_device_gets_tokens()
    {
        var device = await StartAsync();
        device.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["user_code", "device_code", "verification_uri", "expires_in", "interval", "message"]);
        device.GetProperty("expires_in").GetInt32().ShouldBe(900);
        device.GetProperty("interval").GetInt32().ShouldBe(5);
        ShouldBeRefusal(await PollAsync(device), HttpStatusCode.BadRequest, "authorization_pending", 70016);

        using var person = await EnterCodeAsync(device);
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        person.Page.ShouldBe("device-approved");

        Clock.Advance(Interval);
        var (status, body, _) = await PollAsync(device);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        Sandbox.AccessTokens.Read(Text(body, "access_token"), out _)!.UserId.ShouldBe(Directory.Users[0].Id);
        Jwt(body, "id_token").GetPayloadValue<string>("name").ShouldBe("Ada Winter");
        (await RefreshAsync(Public, Text(body, "refresh_token"))).Status.ShouldBe(HttpStatusCode.OK);

        Clock.Advance(Interval);
        ShouldBeRefusal(await PollAsync(device), HttpStatusCode.BadRequest, "invalid_grant", 54005);
    }

    [Fact]
    public async Task Cancel_is_told_to_the_device()
    {
        var device = await StartAsync();
        using var person = await EnterCodeAsync(device);
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "cancel");
        person.Page.ShouldBe("device-declined");
        ShouldBeRefusal(await PollAsync(device), HttpStatusCode.BadRequest, "authorization_declined", 65004);
    }

    [Fact]
    public async Task A_device_that_asks_too_often_is_told_to_slow_down_and_must_wait_longer()
    {
        var device = await StartAsync();
        ShouldBeRefusal(await PollAsync(device), HttpStatusCode.BadRequest, "authorization_pending", 70016);
        Clock.Advance(TimeSpan.FromSeconds(2));
        ShouldBeRefusal(await PollAsync(device), HttpStatusCode.BadRequest, "slow_down", 70016);
        Clock.Advance(Interval);
        ShouldBeRefusal(await PollAsync(device), HttpStatusCode.BadRequest, "slow_down", 70016);
        Clock.Advance(TimeSpan.FromSeconds(15));
        ShouldBeRefusal(await PollAsync(device), HttpStatusCode.BadRequest, "authorization_pending", 70016);
    }

    [Fact]
    public async Task Codes_expire_after_15_minutes()
    {
        var device = await StartAsync();
        Clock.Advance(TimeSpan.FromMinutes(15));
        ShouldBeRefusal(await PollAsync(device), HttpStatusCode.BadRequest, "expired_token", 70020);
        using var person = await EnterCodeAsync(device);
        person.Page.ShouldBe("device");
        person.Html.ShouldContain("That code didn’t work.");
    }

    [Fact]
    public async Task An_unknown_code_is_refused_on_both_sides()
    {
        ShouldBeRefusal(
            await TokenAsync([new("client_id", Public.Id.ToString()), new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", "x")]),
            HttpStatusCode.BadRequest, "bad_verification_code", 70018);
        using var person = new Person(Sandbox);
        await person.OpenAsync($"{Site}/devicelogin");
        await person.PostAsync(Site + person.FormAction(), [new("otc", "<b>NOCODE")]);
        person.Html.ShouldContain("That code didn’t work.");
        person.Html.ShouldNotContain("<b>NOCODE");
    }

    [Fact]
    public async Task Being_signed_in_already_does_not_spare_the_question_who_it_is()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        await EnterCodeAsync(await StartAsync(), person);
        person.Page.ShouldBe("account");
    }

    [Fact]
    public async Task A_request_for_codes_is_checked()
    {
        ShouldBeRefusal(await RequestAsync(("client_id", null)), HttpStatusCode.BadRequest, "invalid_request", 900144);
        ShouldBeRefusal(await RequestAsync(("client_id", "nobody")), HttpStatusCode.BadRequest, "unauthorized_client", 700016);
        ShouldBeRefusal(await RequestAsync(("scope", null)), HttpStatusCode.BadRequest, "invalid_request", 900144);
        ShouldBeRefusal(await RequestAsync(("scope", "nonsense")), HttpStatusCode.BadRequest, "invalid_scope", 70011);
    }

    private Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> RequestAsync(params (string Name, string? Value)[] changes) =>
        TokenAsync(
            Merge([("client_id", Public.Id.ToString()), ("scope", $"{Site}/user_impersonation offline_access openid profile")], changes),
            $"{Site}/{Directory.TenantId}/oauth2/v2.0/devicecode");

    private async Task<JsonElement> StartAsync()
    {
        var (status, body, _) = await RequestAsync();
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        Text(body, "message").ShouldContain(Text(body, "user_code"));
        return body;
    }

    private Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> PollAsync(JsonElement device) => TokenAsync(
    [
        new("client_id", Public.Id.ToString()), new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", Text(device, "device_code")),
    ]);

    private async Task<Person> EnterCodeAsync(JsonElement device, Person? person = null)
    {
        person ??= new Person(Sandbox);
        await person.OpenAsync(Text(device, "verification_uri"));
        person.Page.ShouldBe("device");
        var code = Text(device, "user_code");
        await person.PostAsync(Site + person.FormAction(), [new("otc", $" {code[..4].ToLowerInvariant()}-{code[4..]}")]);
        return person;
    }
}
