using Syncline.OAuth.Discovery;

namespace Syncline.OAuth.Tests.Discovery;

public sealed class BearerChallengeTests
{
    [Theory]
    [InlineData("Bearer authorization_uri=https://login.microsoftonline.com/t/oauth2/authorize, resource_id=https://org.crm11.dynamics.com/")]
    [InlineData("Bearer authorization_uri=\"https://login.microsoftonline.com/t/oauth2/authorize\", resource_id=\"https://org.crm11.dynamics.com/\"")]
    [InlineData("bearer AUTHORIZATION_URI = https://login.microsoftonline.com/t/oauth2/authorize,resource_id=https://org.crm11.dynamics.com/")]
    [InlineData("Negotiate, Bearer authorization_uri=https://login.microsoftonline.com/t/oauth2/authorize, resource_id=https://org.crm11.dynamics.com/")]
    public void Addresses_are_read_with_and_without_quotes(string header)
    {
        var challenge = Read(header).ShouldHaveSingleItem();

        challenge["authorization_uri"].ShouldBe("https://login.microsoftonline.com/t/oauth2/authorize");
        challenge["resource_id"].ShouldBe("https://org.crm11.dynamics.com/");
        challenge["realm"].ShouldBeNull();
    }

    [Fact]
    public void The_first_of_a_name_counts_and_quoted_pairs_are_undone() =>
        Read("Bearer realm=\"a \\\"b\\\"\", realm=other").ShouldHaveSingleItem()["realm"].ShouldBe("a \"b\"");

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("Basic realm=\"Bearer x=1\"")]
    [InlineData("Bearers x=1")]
    public void Challenges_of_other_schemes_are_left_out(string header) => Read(header).ShouldBeEmpty();

    private static IReadOnlyList<BearerChallenge> Read(string header)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", header);
        return BearerChallenge.Of(response.Headers);
    }
}
