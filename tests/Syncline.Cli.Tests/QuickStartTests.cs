namespace Syncline.Cli.Tests;

/// <summary>The first sign-in of somebody who has registered no app yet.</summary>
public sealed class QuickStartTests
{
    [Fact]
    public async Task An_address_alone_is_enough_with_microsofts_sample_app()
    {
        await using var site = await SandboxSite.StartAsync(signIn: false);
        (await site.User.RunAsync(
            $"connection add contoso --connector dynamics-365 --set url={site.Server.Addresses.Site} --set authentication-method=quick-start")).ShouldExitWith(0);

        var signedIn = (await site.AuthorizeAsync("contoso")).ShouldExitWith(0);

        signedIn.Out.ShouldContain("client_id=51f81489-12ee-4a9e-aaae-a2591f45987d");
        signedIn.Error.ShouldContain("15 minutes at most");
        (await site.User.RunAsync("connection test contoso")).ShouldExitWith(0).Out.ShouldContain("contoso works: Contoso, as Ada Winter.");
        (await site.User.RunAsync("connection show contoso")).ShouldExitWith(0).Out.ShouldContain("for development only");
    }
}
