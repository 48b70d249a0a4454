using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Syncline.OAuth.TokenCommands;

namespace Syncline.OAuth.Tests.TokenCommands;

public sealed class CommandOutputTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("tok-1", 10)]
    [InlineData("  tok-1\r\n", 10)]
    [InlineData("\"tok-1\"", 10)]
    [InlineData("""{"accessToken":"tok-1","expires_on":1772370000,"expiresOn":"2001-01-01 00:00:00.000000"}""", 60)]
    [InlineData("""{"accessToken":"tok-1","expires_on":"1772370000"}""", 60)]
    [InlineData("""{"access_token":"tok-1","expires_in":1800}""", 30)]
    [InlineData("""{"access_token":"tok-1","expires_in":"1800"}""", 30)]
    [InlineData("""{"accessToken":"tok-1","expiresOn":"2026-03-01T13:30:00+01:00"}""", 30)]
    [InlineData("""{"accessToken":"tok-1"}""", 10)]
    public void A_token_is_read_alone_or_as_json_with_its_end(string output, int minutes)
    {
        var (tokens, reason) = CommandOutput.Read(output, Now);

        reason.ShouldBeNull();
        tokens!.AccessToken.Reveal().ShouldBe("tok-1");
        (tokens.ExpiresAt - Now).TotalMinutes.ShouldBe(minutes);
        tokens.RefreshToken.ShouldBeNull();
    }

    [Fact]
    public void The_azure_clis_time_is_the_machines_own()
    {
        var local = (Now + TimeSpan.FromMinutes(45)).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

        CommandOutput.Read($$"""{"accessToken":"tok-1","expiresOn":"{{local}}"}""", Now).Tokens!.ExpiresAt.ShouldBe(Now + TimeSpan.FromMinutes(45));
    }

    [Fact]
    public void A_bare_token_that_tells_its_end_is_believed()
    {
        var payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"exp":{{(Now + TimeSpan.FromMinutes(20)).ToUnixTimeSeconds()}}}"""));

        CommandOutput.Read($"e30.{payload}.c2ln", Now).Tokens!.ExpiresAt.ShouldBe(Now + TimeSpan.FromMinutes(20));
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("Logged in as ada\ntok-secret", "several words or lines")]
    [InlineData("{\"accessToken\":\"tok-secret\"", "begins like JSON")]
    [InlineData("{\"token\":\"tok-secret\"}", "without an accessToken")]
    [InlineData("{\"accessToken\":\"tok-secret\",\"expires_on\":1000000000}", "ended at 2001-09-09")]
    public void What_is_no_usable_token_is_told_without_showing_it(string output, string reason)
    {
        var (tokens, why) = CommandOutput.Read(output, Now);

        tokens.ShouldBeNull();
        why.ShouldNotBeNull().ShouldContain(reason);
        why.ShouldNotContain("tok-secret");
    }
}
