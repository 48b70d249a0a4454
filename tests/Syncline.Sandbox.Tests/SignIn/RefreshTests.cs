using System.Net;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class RefreshTests : SignInTest
{
    [Fact]
    public async Task Each_refresh_gives_a_new_refresh_token_and_the_old_one_is_refused()
    {
        var first = await SignInAsync();
        var (status, second, _) = await RefreshAsync(Public, Text(first, "refresh_token"));
        status.ShouldBe(HttpStatusCode.OK, second.ToString());
        (Text(second, "refresh_token") == Text(first, "refresh_token")).ShouldBeFalse();
        (Text(second, "access_token") == Text(first, "access_token")).ShouldBeFalse();
        Jwt(second).GetPayloadValue<string>("oid").ShouldBe(Directory.Users[0].ObjectId.ToString());
        second.TryGetProperty("id_token", out _).ShouldBeTrue();

        ShouldBeRefusal(await RefreshAsync(Public, Text(first, "refresh_token")), HttpStatusCode.BadRequest, "invalid_grant", 70000);

        (status, _, _) = await RefreshAsync(Public, Text(second, "refresh_token"));
        status.ShouldBe(HttpStatusCode.OK, "the new one is not burnt by somebody who shows the old one");
    }

    [Fact]
    public async Task Of_many_refreshes_at_once_with_one_token_only_one_succeeds()
    {
        var token = Text(await SignInAsync(), "refresh_token");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => RefreshAsync(Public, token)));
        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.BadRequest).ShouldBe(11);
    }

    [Fact]
    public async Task A_refresh_token_lives_90_days_from_its_last_use()
    {
        var token = Text(await SignInAsync(), "refresh_token");
        Clock.Advance(TimeSpan.FromDays(89));
        var (status, body, _) = await RefreshAsync(Public, token);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        Clock.Advance(TimeSpan.FromDays(91));
        ShouldBeRefusal(await RefreshAsync(Public, Text(body, "refresh_token")), HttpStatusCode.BadRequest, "invalid_grant", 700082);
    }

    [Fact]
    public async Task Without_offline_access_there_is_no_refresh_token_and_without_openid_no_id_token()
    {
        var code = await GetCodeAsync(Public, ("scope", $"{Site}/user_impersonation"));
        var (_, body, _) = await RedeemAsync(Public, code);
        body.EnumerateObject().Select(member => member.Name).ShouldBe(["token_type", "scope", "expires_in", "ext_expires_in", "access_token"]);
    }

    [Fact]
    public async Task A_refresh_token_belongs_to_its_app()
    {
        var token = Text(await SignInAsync(), "refresh_token");
        ShouldBeRefusal(await RefreshAsync(Confidential, token), HttpStatusCode.BadRequest, "invalid_grant", 70000);
    }

    [Fact]
    public async Task Something_that_is_no_refresh_token_is_malformed_and_an_unknown_one_is_invalid()
    {
        ShouldBeRefusal(await RefreshAsync(Public, "nonsense"), HttpStatusCode.BadRequest, "invalid_grant", 9002313);
        ShouldBeRefusal(await RefreshAsync(Public, "1.SANDBOX-unknown"), HttpStatusCode.BadRequest, "invalid_grant", 70000);
        ShouldBeRefusal(await RefreshAsync(Public, await GetCodeAsync(Public)), HttpStatusCode.BadRequest, "invalid_grant", 70000);
    }

    private async Task<JsonElement> SignInAsync()
    {
        var (status, body, _) = await RedeemAsync(Public, await GetCodeAsync(Public));
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        return body;
    }
}
