using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Syncline.Studio.Tests.Hosting;

/// <summary>What is refused whatever cookie comes with it: foreign names, foreign origins, and reaching for files.</summary>
public sealed class RequestGuardTests(StudioSite site) : IClassFixture<StudioSite>
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("localhost:{port}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1.evil.example:{port}")]
    public async Task A_foreign_host_name_is_refused_so_that_no_name_server_can_lead_a_browser_here(string host)
    {
        var cookie = await site.OpenAsync();
        using var answer = await site.GetAsync("/", cookie, "Host: " + host.Replace("{port}", site.Server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("evil");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task A_foreign_origin_is_refused(string origin)
    {
        var cookie = await site.OpenAsync();
        using var answer = await site.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", cookie, $"Origin: {origin}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_own_origin_is_answered()
    {
        var cookie = await site.OpenAsync();
        using var answer = await site.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", cookie, $"Origin: http://{site.Authority}", "Sec-Fetch-Site: same-origin");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData(null)]
    public async Task A_web_socket_of_another_origin_or_of_none_is_refused(string? origin)
    {
        var cookie = await site.OpenAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", cookie["Cookie: ".Length..]);
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        var refused = await Should.ThrowAsync<WebSocketException>(
            () => socket.ConnectAsync(new Uri($"ws://{site.Authority}/_blazor"), TestContext.Current.CancellationToken));
        refused.Message.ShouldContain("403");
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "script")]
    [InlineData("cross-site", "navigate", "iframe")]
    [InlineData("same-site", "cors", "empty")]
    public async Task What_the_browser_marks_as_asked_by_another_site_is_refused(string from, string mode, string destination)
    {
        var cookie = await site.OpenAsync();
        using var answer = await site.GetAsync("/studio.js", cookie, $"Sec-Fetch-Site: {from}", $"Sec-Fetch-Mode: {mode}", $"Sec-Fetch-Dest: {destination}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_form_of_another_site_can_not_post_here()
    {
        var cookie = await site.OpenAsync();
        using var answer = await site.SendAsync(HttpMethod.Post, "/", cookie, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_form_without_the_anti_forgery_token_is_refused()
    {
        var cookie = await site.OpenAsync();
        using var answer = await site.SendAsync(HttpMethod.Post, "/", cookie, $"Origin: http://{site.Authority}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/css/..%5c..%5cappsettings.json")]
    [InlineData("/Syncline.Studio.csproj")]
    public async Task No_address_reaches_a_file(string path)
    {
        var cookie = await site.OpenAsync();
        using var answer = await site.GetAsync(path, cookie);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_other_machine_can_reach_it()
    {
        site.Server.Address.Host.ShouldBe("127.0.0.1");
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        Assert.SkipWhen(own is null, "This machine has no network besides the loopback.");
        using var client = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => client.ConnectAsync(own!, site.Server.Address.Port, TestContext.Current.CancellationToken).AsTask());
    }
}
