using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Syncline.Connections.Http;

namespace Syncline.Connections.Tests.Http;

public sealed class TracingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_exchange_is_logged_and_traced_without_anything_secret()
    {
        var logger = new ListLogger();
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Syncline.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (activities)
                {
                    activities.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await TestServer.StartAsync(200);
        using var client = new HttpMessageInvoker(HttpPipeline.Create(new HttpPipelineOptions { Logger = logger }));
        var address = new Uri(server.Address, "/api/contacts(emailaddress1='needle@x.com')?$select=fullname&code=needle");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent("needle") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "needle");

        using var answer = await client.SendAsync(request, Token);

        var shown = $"http://localhost:{server.Address.Port}/api/contacts(emailaddress1='…')?$select&code";
        logger.Lines.ShouldContain(line => line.StartsWith($"POST {shown} → 200 in ", StringComparison.Ordinal));
        var activity = activities.Single(activity => Equals(activity.GetTagItem("server.port"), server.Address.Port));
        activity.GetTagItem("url.full").ShouldBe(shown);
        activity.GetTagItem("http.response.status_code").ShouldBe(200);
        string.Join('\n', logger.Lines.Concat(activity.TagObjects.Select(tag => $"{tag.Value}"))).ShouldNotContain("needle");
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
