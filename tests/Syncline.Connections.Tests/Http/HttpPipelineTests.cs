using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Syncline.Connections.Http;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Http;

public sealed class HttpPipelineTests
{
    private static readonly HttpPipelineOptions Once = new() { Retries = 0 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_connection_names_host_and_port()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)reserved.LocalEndPoint!).Port;

        var error = await FailAsync(new Uri($"http://127.0.0.1:{port}/"), Once);

        error.Id.ShouldBe("CN1202");
        error.Message.ShouldBe($"127.0.0.1:{port} refused the connection.");
        error.Recovery.ShouldBe(Recovery.Retry);
    }

    [Fact]
    public async Task An_unknown_host_is_named()
    {
        var error = await FailAsync(new Uri("https://contoso.crm99.invalid/api"), Once);

        error.Id.ShouldBe("CN1201");
        error.Message.ShouldBe("There is no host named contoso.crm99.invalid.");
    }

    [Fact]
    public async Task An_answer_that_does_not_come_ends_in_a_clear_error()
    {
        var time = new FakeTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(async (context, _) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        var failing = FailAsync(server.Address, Once with { TimeProvider = time });
        await arrived.Task;
        time.Advance(Once.AnswerTimeout);

        var error = await failing;
        error.Id.ShouldBe("CN1207");
        error.Message.ShouldBe($"localhost:{server.Address.Port} did not answer in time: No answer within 150 seconds.");
        error.Recovery.ShouldBe(Recovery.Reconnect);
    }

    [Fact]
    public async Task Cancelling_is_not_an_error_of_the_connection()
    {
        using var cancelling = new CancellationTokenSource();
        await using var server = await TestServer.StartAsync(async (context, _) =>
        {
            await cancelling.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var client = new HttpMessageInvoker(HttpPipeline.Create(new HttpPipelineOptions()));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);

        await Should.ThrowAsync<OperationCanceledException>(async () => await client.SendAsync(request, cancelling.Token));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_cookie_not_sent_back()
    {
        var cookies = new List<string>();
        await using var server = await TestServer.StartAsync((context, _) =>
        {
            cookies.Add(context.Request.Headers.Cookie.ToString());
            context.Response.Headers.SetCookie = "ARRAffinity=1";
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var client = new HttpMessageInvoker(HttpPipeline.Create(Once));

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
            using var answer = await client.SendAsync(request, Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        cookies.ShouldBe(["", ""]);
    }

    [Fact]
    public async Task A_compressed_answer_comes_as_plain_text()
    {
        await using var server = await TestServer.StartAsync(async (context, _) =>
        {
            context.Request.Headers.AcceptEncoding.ToString().ShouldContain("gzip");
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync("hello"u8.ToArray());
        });
        using var client = new HttpMessageInvoker(HttpPipeline.Create(Once));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);

        using var answer = await client.SendAsync(request, Token);

        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe("hello");
    }

    internal static async Task<ErrorDetail> FailAsync(Uri address, HttpPipelineOptions options)
    {
        using var client = new HttpMessageInvoker(HttpPipeline.Create(options));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return (await Should.ThrowAsync<ConnectionException>(async () => await client.SendAsync(request, Token))).Error;
    }
}
