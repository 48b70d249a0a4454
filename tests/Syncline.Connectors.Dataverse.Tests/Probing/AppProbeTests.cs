using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Dataverse.Tests.Probing;

/// <summary>What the outside can tell of an app registration, asked of the sandbox's sign-in server.</summary>
public sealed class AppProbeTests(SandboxSite sandbox)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_app_and_redirect_are_seen_without_signing_in()
    {
        var steps = await LookAsync(sandbox.Settings());

        steps.ShouldAllBe(step => step.State == ProbeState.Ok);
        steps.Select(step => step.Stage.Id).ShouldBe(["address", "reachability", "tls", "site", "endpoints", "app", "redirect"]);
    }

    [Fact]
    public async Task An_app_that_the_tenant_does_not_know_is_told()
    {
        var failed = (await LookAsync(sandbox.Settings(("client-id", "99999999-9999-9999-9999-999999999999")))).Single(step => step.State == ProbeState.Failed);

        (failed.Stage.Id, failed.Error!.Id, failed.Error.Option, failed.Error.ServerCode).ShouldBe(("app", "DV1304", "client-id", "AADSTS700016"));
        failed.Error.Advice!.ShouldContain("docs/guide/register-your-app.md");
    }

    [Fact]
    public async Task A_redirect_that_is_not_registered_is_told_with_the_value_to_register()
    {
        var steps = await LookAsync(sandbox.Settings(("redirect-url", "http://localhost/other")));

        steps.Single(step => step.Stage.Id == "app").State.ShouldBe(ProbeState.Ok);
        var failed = steps.Single(step => step.State == ProbeState.Failed);
        (failed.Stage.Id, failed.Error!.Id, failed.Error.Option).ShouldBe(("redirect", "DV1305", "redirect-url"));
        failed.Error.Advice!.ShouldContain("http://localhost/other");
    }

    [Fact]
    public async Task An_app_that_signs_in_as_itself_has_no_redirect_to_look_at()
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        var settings = sandbox.Settings(("grant-type", "client_credentials"), ("client-id", app.Id.ToString())) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new("not even looked at") },
        };

        var steps = await LookAsync(settings);

        steps[^1].Stage.Id.ShouldBe("app");
        steps.ShouldAllBe(step => step.State == ProbeState.Ok);
        new DataverseConnector().NotVisibleFromOutside(settings).ShouldContain(one => one.Contains("register-an-application-user.md"));
    }

    private async Task<List<ProbeStep>> LookAsync(ConnectionSettings settings)
    {
        var services = sandbox.Services();
        var steps = await new DataverseConnector().ProbeAppAsync(settings, services, Cancellation).ToListAsync(Cancellation);
        (await services.State.ReadAsync("tokens", Cancellation)).ShouldBeNull("nothing is signed in");
        return steps;
    }
}
