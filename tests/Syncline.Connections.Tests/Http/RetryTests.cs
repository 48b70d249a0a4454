using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Syncline.Connections.Http;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.Connections.Tests.Http;

public sealed class RetryTests : IDisposable
{
    private readonly ImmediateTime time = new();
    private readonly HttpMessageInvoker client;

    public RetryTests()
    {
        client = new HttpMessageInvoker(HttpPipeline.Create(
            new HttpPipelineOptions { TimeProvider = time, AnswerTimeout = Timeout.InfiniteTimeSpan, Retries = 3 }));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("GET", 408)]
    [InlineData("GET", 429)]
    [InlineData("HEAD", 502)]
    [InlineData("OPTIONS", 503)]
    [InlineData("GET", 504)]
    public async Task A_safe_request_that_met_a_passing_trouble_is_sent_again(string method, int status)
    {
        await using var server = await TestServer.StartAsync(status, status, 200);

        using var answer = await SendAsync(method, server);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Requests.ShouldBe(3);
        time.Waits.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_request_that_changes_something_is_sent_once(string method)
    {
        await using var server = await TestServer.StartAsync(503, 200);

        using var answer = await SendAsync(method, server);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task An_answer_that_will_stay_the_same_is_not_asked_for_again(int status)
    {
        await using var server = await TestServer.StartAsync(status, 200);

        using var answer = await SendAsync("GET", server);

        ((int)answer.StatusCode).ShouldBe(status);
        server.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_obeyed_to_the_letter()
    {
        await using var server = await AskingToWaitAsync("37");

        using var answer = await SendAsync("GET", server);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(37)]);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_obeyed_to_the_letter()
    {
        await using var server = await AskingToWaitAsync(time.GetUtcNow().AddSeconds(91).ToString("R", CultureInfo.InvariantCulture));

        using var answer = await SendAsync("GET", server);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(91)]);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_handed_back_and_not_shortened()
    {
        await using var server = await AskingToWaitAsync("301");

        using var answer = await SendAsync("GET", server);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(301));
        time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_the_last_repetition_the_answer_is_handed_back()
    {
        await using var server = await TestServer.StartAsync(503);

        using var answer = await SendAsync("GET", server);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.Requests.ShouldBe(4);
        time.Waits.ShouldAllBe(wait => wait > TimeSpan.Zero && wait <= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_safe_request_whose_answer_was_lost_is_sent_again()
    {
        await using var server = await LosingFirstAnswerAsync();

        using var answer = await SendAsync("GET", server);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_told_as_perhaps_done()
    {
        await using var server = await LosingFirstAnswerAsync();

        var error = (await Should.ThrowAsync<ConnectionException>(async () => await SendAsync("POST", server))).Error;

        error.Id.ShouldBe("CN1206");
        error.Recovery.ShouldBe(Recovery.Reconnect);
        server.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_request_whose_sender_says_that_it_only_reads_is_sent_again_whatever_its_method(int status)
    {
        await using var server = await TestServer.StartAsync(status, 200);

        using var answer = await SendSafeAsync(server, _ => null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_wait_that_only_the_sender_can_read_is_obeyed_to_the_letter()
    {
        await using var server = await TestServer.StartAsync(500, 500, 200);

        using var answer = await SendSafeAsync(server, asked => asked == 1 ? TimeSpan.FromSeconds(17) : TimeSpan.FromSeconds(3));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(3)]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(301)]
    public async Task An_answer_that_asks_for_no_wait_or_too_long_a_one_is_handed_back(int? seconds)
    {
        await using var server = await TestServer.StartAsync(500, 200);

        using var answer = await SendSafeAsync(server, _ => seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        server.Requests.ShouldBe(1);
    }

    private Task<HttpResponseMessage> SendSafeAsync(TestServer server, Func<int, TimeSpan?> wait)
    {
        var asked = 0;
        var request = new HttpRequestMessage(HttpMethod.Post, server.Address);
        request.Options.Set(SafeRequest.Key, (_, _) => ValueTask.FromResult(wait(++asked)));
        return client.SendAsync(request, Token);
    }

    private static Task<TestServer> AskingToWaitAsync(string retryAfter) => TestServer.StartAsync((context, number) =>
    {
        if (number == 1)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return Task.CompletedTask;
    });

    private static Task<TestServer> LosingFirstAnswerAsync() => TestServer.StartAsync((context, number) =>
    {
        if (number == 1)
        {
            context.Abort();
        }

        return Task.CompletedTask;
    });

    private async Task<HttpResponseMessage> SendAsync(string method, TestServer server)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Address);
        return await client.SendAsync(request, Token);
    }
}
