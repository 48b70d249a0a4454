using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Syncline.Core.Errors;
using Syncline.OAuth.Loopback;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.Tests.Loopback;

public sealed class LoopbackListenerTests
{
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://localhost", "http://localhost:{0}")]
    [InlineData("http://localhost/", "http://localhost:{0}/")]
    [InlineData("http://localhost/sign/In", "http://localhost:{0}/sign/In")]
    public async Task Localhost_listens_on_one_free_port_of_both_families(string redirect, string sent)
    {
        await using var listener = Start(redirect);
        listener.RedirectUri.ShouldBe(string.Format(System.Globalization.CultureInfo.InvariantCulture, sent, listener.Port));
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            (await SendAsync(listener, $"GET /other HTTP/1.1\r\nHost: localhost:{listener.Port}\r\n\r\n", address)).ShouldStartWith("HTTP/1.1 404 ");
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/cb", AddressFamily.InterNetwork)]
    [InlineData("http://[::1]:{0}/cb", AddressFamily.InterNetworkV6)]
    public async Task A_literal_address_and_port_is_listened_on_exactly(string redirect, AddressFamily family)
    {
        var port = FreePort();
        await using var listener = Start(string.Format(System.Globalization.CultureInfo.InvariantCulture, redirect, port));
        listener.Port.ShouldBe(port);
        var (own, other) = family == AddressFamily.InterNetwork
            ? (IPAddress.Loopback, IPAddress.IPv6Loopback) : (IPAddress.IPv6Loopback, IPAddress.Loopback);
        using var refused = new TcpClient(other.AddressFamily);
        await Should.ThrowAsync<SocketException>(async () => await refused.ConnectAsync(other, port, Cancel));
        var host = family == AddressFamily.InterNetwork ? $"127.0.0.1:{port}" : $"[::1]:{port}";
        var answering = SendAsync(listener, $"GET /cb?code=c&state=s HTTP/1.1\r\nHost: {host}\r\n\r\n", own);
        var exchange = await listener.ReceiveAsync(Cancel);
        await exchange.RespondAsync(ResultPage.SignedIn("contoso", "ada"), Cancel);
        (await answering).ShouldStartWith("HTTP/1.1 200 OK\r\n");
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public void A_port_that_is_taken_in_either_family_is_a_clear_error(AddressFamily family)
    {
        using var other = new TcpListener(family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var error = Should.Throw<ConfigurationException>(() => Start($"http://localhost:{port}/")).Error;
        (error.Id, error.Option).ShouldBe(("OA1101", "redirect-url"));
        error.Message.ShouldContain($"Port {port}");
    }

    [Fact]
    public async Task Two_sign_ins_at_once_take_two_ports()
    {
        await using var one = Start("http://localhost");
        await using var two = Start("http://localhost");
        one.Port.ShouldNotBe(two.Port);
    }

    [Fact]
    public async Task The_page_is_complete_in_itself_and_tells_browsers_to_keep_nothing()
    {
        await using var listener = Start("http://localhost");
        var answering = SendAsync(listener, $"GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{listener.Port}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n");
        var exchange = await listener.ReceiveAsync(Cancel);
        exchange.Parameters.ShouldBe([KeyValuePair.Create("code", "c"), KeyValuePair.Create("state", "s")]);
        await exchange.RespondAsync(ResultPage.SignedIn("<contoso>", "ada@contoso.example"), Cancel);
        var answer = await answering;
        answer.ShouldContain("\r\nCache-Control: no-store\r\n");
        answer.ShouldContain("\r\nReferrer-Policy: no-referrer\r\n");
        answer.ShouldContain("\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-");
        answer.ShouldContain("You are signed in to &lt;contoso&gt;");
        answer.ShouldContain("You can close this window");
        answer.ShouldNotContain("<script");
        answer.ShouldNotContain("http://");
        answer.ShouldNotContain("https://");
    }

    // {0} is the port. Each is turned away, and the right answer is still taken afterwards.
    [Theory]
    [InlineData("GET /favicon.ico HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 404)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: evil.example:{0}\r\n\r\n", 421)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: 127.0.0.1:{0}\r\n\r\n", 421)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: localhost\r\n\r\n", 421)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\n\r\n", 421)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET /%2e?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 404)]
    [InlineData("GET /x/../?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 404)]
    [InlineData("GET http://localhost:{0}/?code=c HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET /?code=c&state=s HTTP/2.0\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET /?code=c&state=s\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET  /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 400)]
    [InlineData("HEAD /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 405)]
    [InlineData("OPTIONS /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", 405)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\n Folded: x\r\n\r\n", 400)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost : localhost:{0}\r\n\r\n", 400)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\nX: a\nY: b\r\n\r\n", 400)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\nX: \0\r\n\r\n", 400)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n\r\n", 403)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n\r\n", 403)]
    [InlineData("GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{0}\r\nSec-Purpose: prefetch\r\n\r\n", 403)]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n", 411)]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost:{0}\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 411)]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: -1\r\n\r\n", 411)]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 65537\r\n\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}", 415)]
    [InlineData("\u0016\u0003\u0001 a TLS hello\r\n\r\n", 400)]
    [InlineData("\r\n\r\n", 400)]
    public async Task Whatever_is_not_the_answer_is_turned_away_and_the_waiting_goes_on(string request, int status)
    {
        await using var listener = Start("http://localhost");
        var answer = await SendAsync(listener, string.Format(System.Globalization.CultureInfo.InvariantCulture, request, listener.Port));
        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        await ShouldStillTakeTheAnswerAsync(listener);
    }

    [Fact]
    public async Task Headers_beyond_32_KiB_are_refused()
    {
        await using var listener = Start("http://localhost");
        (await SendAsync(listener, $"GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{listener.Port}\r\nX: {new string('x', 40_000)}\r\n\r\n"))
            .ShouldStartWith("HTTP/1.1 431 ");
        var many = string.Concat(Enumerable.Range(0, 101).Select(i => $"X{i}: y\r\n"));
        (await SendAsync(listener, $"GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{listener.Port}\r\n{many}\r\n")).ShouldStartWith("HTTP/1.1 431 ");
        await ShouldStillTakeTheAnswerAsync(listener);
    }

    [Fact]
    public async Task Connections_that_say_nothing_or_only_half_do_not_hold_up_the_answer_and_end_in_time()
    {
        await using var listener = Start("http://localhost");
        using var silent = await ConnectAsync(listener);
        using var half = await ConnectAsync(listener);
        await half.GetStream().WriteAsync("GET /?code=c"u8.ToArray(), Cancel);
        await ShouldStillTakeTheAnswerAsync(listener);

        time.Advance(TimeSpan.FromSeconds(10));

        (await silent.GetStream().ReadAsync(new byte[1], Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Hang_ups_in_the_middle_do_not_hold_up_the_answer()
    {
        await using var listener = Start("http://localhost");
        for (var i = 0; i < 5; i++)
        {
            using var client = await ConnectAsync(listener);
            await client.GetStream().WriteAsync("GET /?co"u8.ToArray(), Cancel);
            client.LingerState = new LingerOption(true, 0);
        }

        await ShouldStillTakeTheAnswerAsync(listener);
    }

    [Fact]
    public async Task After_the_first_answer_others_are_told_so()
    {
        await using var listener = Start("http://localhost");
        var request = $"GET /?code=c&state=s HTTP/1.1\r\nHost: localhost:{listener.Port}\r\n\r\n";
        var first = SendAsync(listener, request);
        var exchange = await listener.ReceiveAsync(Cancel);
        (await SendAsync(listener, request)).ShouldStartWith("HTTP/1.1 409 ");
        await exchange.RespondAsync(ResultPage.SignedIn("contoso", null), Cancel);
        (await first).ShouldStartWith("HTTP/1.1 200 ");
        (await SendAsync(listener, request)).ShouldStartWith("HTTP/1.1 409 ");
    }

    [Fact]
    public async Task Closing_ends_open_connections_and_frees_the_port()
    {
        var listener = Start("http://localhost");
        using var silent = await ConnectAsync(listener);
        await listener.DisposeAsync();
        await listener.DisposeAsync();
        await using var again = Start($"http://localhost:{listener.Port}");
        again.Port.ShouldBe(listener.Port);
    }

    private static async Task ShouldStillTakeTheAnswerAsync(LoopbackListener listener)
    {
        var answering = SendAsync(listener, $"GET /?code=right&state=s HTTP/1.1\r\nHost: LOCALHOST:{listener.Port}\r\n\r\n");
        var exchange = await listener.ReceiveAsync(Cancel);
        exchange.Parameters[0].Value.ShouldBe("right");
        await exchange.RespondAsync(ResultPage.SignedIn("contoso", null), Cancel);
        (await answering).ShouldStartWith("HTTP/1.1 200 ");
    }

    private static async Task<TcpClient> ConnectAsync(LoopbackListener listener, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        var client = new TcpClient(address.AddressFamily);
        await client.ConnectAsync(address, listener.Port, Cancel);
        return client;
    }

    private static async Task<string> SendAsync(LoopbackListener listener, string request, IPAddress? address = null)
    {
        using var client = await ConnectAsync(listener, address);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Cancel);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, Cancel)) > 0;)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException) when (answer.Length > 0)
        {
            // The answer came before the rest of an oversized request was read.
        }

        return answer.ToString();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.IPv6Any, 0);
        probe.Server.DualMode = true;
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private LoopbackListener Start(string redirect) => LoopbackListener.Start(RedirectAddress.Parse(redirect).Redirect!, time);
}
