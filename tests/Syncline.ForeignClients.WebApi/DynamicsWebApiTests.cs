using Syncline.Sandbox;

namespace Syncline.ForeignClients.WebApi;

/// <summary>
/// A client that we did not write works with the sandbox as with a site: dynamics-web-api for JavaScript, with a token that it asks the sandbox's token endpoint for.
/// What it does is in <c>client/scenarios.cjs</c>.
/// </summary>
public sealed class DynamicsWebApiTests(NodeClient client)
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
        Assert.SkipWhen(client.Absent is not null, client.Absent ?? "");
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var app = sandbox.Options.Directory.ConfidentialClient;

        var (code, output) = await NodeClient.RunAsync(scenario, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SITE"] = sandbox.Addresses.Site,
            ["TOKEN_URL"] = sandbox.Addresses.TokenUrl,
            ["CLIENT_ID"] = app.Id.ToString(),
            ["CLIENT_SECRET"] = app.Secret!,
        });

        code.ShouldBe(0, output);
    }
}
