namespace Syncline.Cli.Tests;

public sealed class ConnectionShowTests : IDisposable
{
    private readonly CommandHome user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task What_is_set_and_what_follows_from_it_are_shown()
    {
        await AddAsync("--set", "client-id=app", "--set", "tenant=contoso.com", "--set", "read-only=true");

        var shown = (await user.RunAsync("connection show contoso")).ShouldExitWith(0).Out;

        shown.ShouldContain("authorization_code (default)");
        shown.ShouldContain("read-only");
        shown.ShouldContain("https://contoso.crm4.dynamics.com/api/data/v9.2/");
        shown.ShouldContain("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token");
        shown.ShouldContain("https://contoso.crm4.dynamics.com/user_impersonation offline_access openid profile");
        var derived = (await user.RunAsync("connection show contoso --json")).ShouldExitWith(0).Json.GetProperty("derived");
        derived[0].GetProperty("label").GetString().ShouldBe("Site");
        derived[0].GetProperty("value").GetString().ShouldBe("https://contoso.crm4.dynamics.com");
    }

    [Fact]
    public async Task What_the_method_does_not_use_is_marked_and_what_it_does_not_know_is_left_out()
    {
        await AddAsync("--set", "authentication-method=managed-identity", "--set", "client-id=left-over");

        var lines = (await user.RunAsync("connection show contoso")).ShouldExitWith(0).Out.Split('\n');

        lines.ShouldContain(line => line.Contains("client-id") && line.Contains("left-over (not used with these settings)"));
        lines.ShouldNotContain(line => line.Contains("redirect-url"));
    }

    private async Task AddAsync(params string[] more) =>
        (await user.RunAsync(["connection", "add", "contoso", "--connector", "dynamics-365", "--set", "url=contoso.crm4.dynamics.com", .. more])).ShouldExitWith(0);
}
