using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.Hosting;

public sealed class SandboxServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_loopback_families_answer_on_the_same_port()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancel);
        using var http = new HttpClient();
        var port = new Uri(sandbox.Addresses.Site).Port;
        string[] hosts = Socket.OSSupportsIPv6 ? ["localhost", "127.0.0.1", "[::1]"] : ["localhost", "127.0.0.1"];
        foreach (var host in hosts)
        {
            using var response = await http.GetAsync($"http://{host}:{port}/common/discovery/v2.0/keys", Cancel);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, host);
        }
    }

    [Fact]
    public async Task The_addresses_follow_from_the_port()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancel);
        var addresses = sandbox.Addresses;
        addresses.Site.ShouldMatch("^http://localhost:[0-9]+$");
        addresses.Tenant.ShouldBe(sandbox.Options.Directory.TenantId);
        addresses.WebApi.ShouldBe($"{addresses.Site}/api/data/v9.2/");
        addresses.OrganizationService.ShouldBe($"{addresses.Site}/XRMServices/2011/Organization.svc/web");
        addresses.AuthorizationUrl.ShouldBe($"{addresses.Site}/{addresses.Tenant}/oauth2/v2.0/authorize");
        addresses.TokenUrl.ShouldBe($"{addresses.Site}/{addresses.Tenant}/oauth2/v2.0/token");
    }

    [Fact]
    public async Task Two_sandboxes_stand_side_by_side_and_do_not_take_each_others_tokens()
    {
        await using var first = await SandboxServer.StartAsync(new SandboxOptions(), Cancel);
        await using var second = await SandboxServer.StartAsync(new SandboxOptions(), Cancel);
        (first.Addresses.Site == second.Addresses.Site).ShouldBeFalse();
        var (ofFirst, ofSecond) = (await TokenAsync(first), await TokenAsync(second));
        first.AccessTokens.Read(ofFirst, out _).ShouldNotBeNull();
        second.AccessTokens.Read(ofSecond, out _).ShouldNotBeNull();
        first.AccessTokens.Read(ofSecond, out _).ShouldBeNull();
        second.AccessTokens.Read(ofFirst, out _).ShouldBeNull();
    }

    [Fact]
    public async Task A_wished_for_port_is_used_and_a_taken_one_is_refused()
    {
        await using var first = await SandboxServer.StartAsync(new SandboxOptions(), Cancel);
        var port = new Uri(first.Addresses.Site).Port;
        var error = await Should.ThrowAsync<IOException>(() => SandboxServer.StartAsync(new SandboxOptions { Port = port }, Cancel));
        error.Message.ShouldContain($"{port}");

        await first.DisposeAsync();
        await using var second = await SandboxServer.StartAsync(new SandboxOptions { Port = port }, Cancel);
        new Uri(second.Addresses.Site).Port.ShouldBe(port);
    }

    [Fact]
    public async Task It_stops_when_it_is_told_to()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancel);
        using var stop = new CancellationTokenSource();
        var ended = sandbox.WaitForShutdownAsync(stop.Token);
        ended.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await ended;
        using var http = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(sandbox.Addresses.Site, Cancel));
    }

    private static async Task<string> TokenAsync(SandboxServer sandbox)
    {
        using var http = new HttpClient();
        var app = sandbox.Options.Directory.ConfidentialClient;
        using var content = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", app.Id.ToString()),
            new("client_secret", app.Secret!), new("scope", $"{sandbox.Addresses.Site}/.default"),
        ]);
        using var response = await http.PostAsync(sandbox.Addresses.TokenUrl, content, Cancel);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return body.RootElement.GetProperty("access_token").GetString()!;
    }
}
