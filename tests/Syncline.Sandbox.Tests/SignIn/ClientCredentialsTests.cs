using System.Net;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class ClientCredentialsTests : SignInTest
{
    [Theory]
    [InlineData("/.default", "")]
    [InlineData("//.default", "/")]
    public async Task The_app_gets_a_token_for_itself_with_the_audience_as_asked(string scope, string audienceEnd)
    {
        var (status, body, _) = await ClientCredentialsAsync(Confidential, ("scope", Site + scope));
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.EnumerateObject().Select(member => member.Name).ShouldBe(["token_type", "expires_in", "ext_expires_in", "access_token"]);

        var token = Jwt(body);
        token.Audiences.ShouldBe([Site + audienceEnd]);
        token.TryGetPayloadValue<string>("scp", out _).ShouldBeFalse();
        token.GetPayloadValue<string>("appid").ShouldBe(Confidential.Id.ToString());
        token.GetPayloadValue<string>("oid").ShouldBe(token.Subject);

        var caller = Sandbox.AccessTokens.Read(Text(body, "access_token"), out _);
        caller.ShouldBe(new Sandbox.SignIn.SandboxCaller(Confidential.Id, Confidential.Id, Directory.TenantId, IsApplication: true));
    }

    [Fact]
    public async Task The_v1_endpoint_takes_a_resource_and_answers_its_numbers_as_text()
    {
        var (status, body, _) = await TokenAsync(
            [
                new("grant_type", "client_credentials"), new("client_id", Confidential.Id.ToString()),
                new("client_secret", Confidential.Secret!), new("resource", $"{Site}/"),
            ],
            $"{Site}/{Directory.TenantId}/oauth2/token");
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        Text(body, "expires_in").ShouldBe("3600");
        Text(body, "resource").ShouldBe($"{Site}/");
        Jwt(body).Audiences.ShouldBe([$"{Site}/"]);
    }
}
