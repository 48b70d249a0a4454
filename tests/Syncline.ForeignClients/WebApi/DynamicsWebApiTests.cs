using Syncline.ForeignClients.Npm;
using Syncline.Sandbox;

namespace Syncline.ForeignClients.WebApi;

/// <summary>
/// A client that we did not write works with the sandbox as with a site: dynamics-web-api for JavaScript, with a token that it asks the sandbox's token endpoint for.
/// What it does is in <c>node/dynamics-web-api.cjs</c>.
/// </summary>
public sealed class DynamicsWebApiTests(NodePackages packages)
{
    [Theory]
    [InlineData("create, retrieve, update, upsert and delete")]
    [InlineData("conditional requests")]
    [InlineData("retrieveMultiple with pages")]
    [InlineData("fetchXml with pages")]
    [InlineData("a batch with a change set")]
    [InlineData("associate and disassociate")]
    [InlineData("count")]
    [InlineData("upload and download a file")]
    [InlineData("change tracking")]
    [InlineData("metadata")]
    [InlineData("functions and actions")]
    public async Task Dynamics_web_api_does(string scenario)
    {
        packages.Require();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var app = sandbox.Options.Directory.ConfidentialClient;
        var order = new { scenario, site = sandbox.Addresses.Site, tokenUrl = sandbox.Addresses.TokenUrl, clientId = app.Id, secret = app.Secret };

        await using var client = await NodeProcess.StartAsync(packages, "dynamics-web-api.cjs", order);

        (await client.ReadAsync()).GetProperty("done").GetBoolean().ShouldBeTrue();
    }
}
