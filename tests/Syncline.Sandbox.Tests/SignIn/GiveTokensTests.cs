using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.SignIn;
using Syncline.Sandbox.SignIn.Token;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.Tests.SignIn;

/// <summary>The moment between check and exchange, which no race over HTTP hits reliably.</summary>
public sealed class GiveTokensTests
{
    [Theory]
    [InlineData("authorization_code", 54005, true)]
    [InlineData("refresh_token", 70000, false)]
    public async Task Whoever_comes_second_with_a_grant_that_passed_the_checks_is_refused(string grantType, int code, bool revokes)
    {
        var clock = new ManualClock();
        var grants = new GrantStore(clock);
        var grant = new Grant(Guid.NewGuid(), new ClaimsPrincipal(new ClaimsIdentity("Sandbox")), "ada", clock.GetUtcNow(), clock.GetUtcNow().AddMinutes(10));
        var handler = new GiveTokens(grants);

        var first = Context(grantType, grant);
        await handler.HandleAsync(first);
        first.IsRejected.ShouldBeFalse();
        first.Principal.ShouldNotBeNull();

        var second = Context(grantType, grant);
        await handler.HandleAsync(second);
        second.IsRejected.ShouldBeTrue();
        second.Principal.ShouldBeNull();
        SignInTransaction.Of(second.Transaction).Refusal!.Code.ShouldBe(code);
        grants.IsRevoked(grant.Family).ShouldBe(revokes);
    }

    private static OpenIddictServerEvents.HandleTokenRequestContext Context(string grantType, Grant grant)
    {
        var transaction = new OpenIddictServerTransaction { Request = new OpenIddictRequest { GrantType = grantType } };
        SignInTransaction.Of(transaction).Grant = grant;
        return new OpenIddictServerEvents.HandleTokenRequestContext(transaction);
    }
}
