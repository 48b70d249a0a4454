using System.Text.Json.Nodes;
using Syncline.Core.Errors;
using Syncline.OAuth.Discovery;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.Discovery;

/// <summary>A server that promises to name itself in its answer is held to it (RFC 9207).</summary>
public sealed class IssuerPromiseTests : FakeServerTest
{
    [Theory]
    [InlineData("https://login.microsoftonline.com/t/oauth2/v2.0/authorize", "https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration")]
    [InlineData("https://login.microsoftonline.com/t/oauth2/v2.0/token", "https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration")]
    [InlineData("https://login.microsoftonline.com/t/oauth2/authorize", "https://login.microsoftonline.com/t/.well-known/openid-configuration")]
    [InlineData("https://sts.contoso.com/adfs/oauth2/authorize", "https://sts.contoso.com/adfs/.well-known/openid-configuration")]
    [InlineData("https://id.example/auth", "https://id.example/.well-known/openid-configuration https://id.example/.well-known/oauth-authorization-server")]
    public void Servers_describe_themselves_where_their_kind_does(string endpoint, string metadata) =>
        string.Join(' ', ServerMetadata.AddressesOf(new Uri(endpoint))).ShouldBe(metadata);

    [Theory]
    [InlineData("https://issuer.example", true)]
    [InlineData("https://evil.example", false)]
    [InlineData(null, false)]
    public async Task An_answer_must_name_the_issuer_that_the_metadata_promises(string? iss, bool isTaken)
    {
        Describe(promises: true);

        var signIn = SignInAsync(iss);

        if (isTaken)
        {
            await signIn;
        }
        else
        {
            (await Should.ThrowAsync<SignInException>(() => signIn)).Error.Id.ShouldBe("OA1202");
            Server.TokenRequests.ShouldBeEmpty("the code must not be redeemed");
        }
    }

    [Fact]
    public async Task Where_nothing_is_promised_nothing_is_demanded()
    {
        Describe(promises: false);

        await SignInAsync(iss: null);
    }

    [Fact]
    public async Task Metadata_of_another_server_is_not_taken()
    {
        Describe(promises: true, authorizationEndpoint: "https://other.example/authorize");

        await SignInAsync(iss: null);
    }

    [Fact]
    public async Task Metadata_that_redirects_or_is_garbage_is_none()
    {
        Server.OnOther = (context, _) =>
        {
            context.Response.Redirect("https://elsewhere.example/");
            return Task.CompletedTask;
        };
        await SignInAsync(iss: null);
        Server.OnOther = (context, _) => FakeAuthorizationServer.TextAsync(context, 200, "text/html", "<html>");
        await SignInAsync(iss: null);
    }

    private void Describe(bool promises, string? authorizationEndpoint = null) => Server.OnOther = (context, _) => FakeAuthorizationServer.JsonAsync(context, 200, new JsonObject
    {
        ["issuer"] = "https://issuer.example",
        ["authorization_endpoint"] = authorizationEndpoint ?? Server.AuthorizationUrl,
        ["authorization_response_iss_parameter_supported"] = promises,
    });

    private Task<SignedInUser?> SignInAsync(string? iss)
    {
        var prompt = new ScriptedPrompt
        {
            Browser = page => iss is null
                ? page.ReturnAsync(("code", "code-1"), ("state", page.State))
                : page.ReturnAsync(("code", "code-1"), ("state", page.State), ("iss", iss)),
        };
        return new TokenSource(Settings(), State, Http, TimeProvider.System).SignInAsync(prompt, Cancel);
    }
}
