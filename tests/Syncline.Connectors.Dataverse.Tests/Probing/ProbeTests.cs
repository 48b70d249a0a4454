using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Dataverse.Tests.Probing;

/// <summary>The walk against the sandbox, over real HTTP.</summary>
public sealed class ProbeTests(SandboxSite sandbox)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_works_is_walked_to_its_end()
    {
        var steps = await WalkAsync(App());

        steps.ShouldAllBe(step => step.State == ProbeState.Ok);
        steps.Select(step => step.Stage.Id).ShouldBe(["address", "reachability", "tls", "site", "endpoints", "token", "identity", "read"]);
        steps.Single(step => step.Stage.Id == "endpoints").Found.ShouldContain("site's own");
        steps.Single(step => step.Identity is not null).Identity!.SystemId.ShouldBe(sandbox.Server.Options.Directory.OrganizationId.ToString());
    }

    [Fact]
    public async Task A_person_who_signed_in_is_named()
    {
        var services = sandbox.Services();
        using var person = new SandboxPerson(new Uri(sandbox.Server.Addresses.Site));
        await new DataverseConnector().SignInAsync(sandbox.Settings(), services, person, Cancellation);

        var steps = await new DataverseConnector().ProbeAsync(sandbox.Settings(), services, Cancellation).ToListAsync(Cancellation);

        steps.ShouldAllBe(step => step.State == ProbeState.Ok);
        steps.Single(step => step.Stage.Id == "token").Found.ShouldContain("ada.winter@contoso.example");
    }

    [Fact]
    public async Task Without_a_sign_in_the_walk_ends_at_the_token_and_nobody_is_asked()
    {
        var steps = await WalkAsync(sandbox.Settings());

        var failed = steps.Single(step => step.State == ProbeState.Failed);
        (failed.Stage.Id, failed.Error!.Recovery).ShouldBe(("token", Recovery.SignInAgain));
        failed.Error.Advice!.ShouldContain("syncline connection authorize sandbox");
        steps.SkipWhile(step => step != failed).Skip(1).ShouldAllBe(step => step.State == ProbeState.Skipped);
    }

    [Theory]
    [InlineData("url", "not an address", "address", "DV1002")]
    [InlineData("url", "http://localhost:9", "reachability", "DV1101")]
    [InlineData("client-secret", "wrong-secret-value", "token", "OA2011")]
    public async Task Each_mistake_fails_at_its_own_step(string option, string value, string stage, string error)
    {
        var settings = option == "client-secret" ? App(value) : App(App().Secrets["client-secret"].Reveal(), (option, value));

        var failed = (await WalkAsync(settings)).Single(step => step.State == ProbeState.Failed);

        (failed.Stage.Id, failed.Error!.Id, failed.Error.Option).ShouldBe((stage, error, option));
    }

    [Fact]
    public async Task A_host_that_speaks_no_TLS_is_told_from_one_that_is_away()
    {
        var address = sandbox.Server.Addresses.Site.Replace("http://", "https://", StringComparison.Ordinal);

        var steps = await WalkAsync(App(App().Secrets["client-secret"].Reveal(), ("url", address)));

        steps.Single(step => step.Stage.Id == "reachability").State.ShouldBe(ProbeState.Ok);
        steps.Single(step => step.State == ProbeState.Failed).Stage.Id.ShouldBe("tls");
    }

    private ConnectionSettings App(string? secret = null, params (string Name, string Value)[] others)
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        return sandbox.Settings([("grant-type", "client_credentials"), ("client-id", app.Id.ToString()), .. others]) with
        {
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(secret ?? app.Secret!) },
        };
    }

    private async Task<List<ProbeStep>> WalkAsync(ConnectionSettings settings) =>
        await new DataverseConnector().ProbeAsync(settings, sandbox.Services(), Cancellation).ToListAsync(Cancellation);
}
