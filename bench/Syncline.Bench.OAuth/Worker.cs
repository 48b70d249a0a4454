using System.Diagnostics;
using System.Globalization;
using Syncline.Connections.Http;
using Syncline.Connections.Library;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tokens;

namespace Syncline.Bench.OAuth;

/// <summary>One of the two processes: says that it is ready, waits for the word, and sends its requests all at once.</summary>
internal static class Worker
{
    public static OAuthClientSettings Client(Uri server) => new()
    {
        ConnectionName = "bench",
        AuthorizationUrl = new Uri(server, "authorize").AbsoluteUri,
        TokenUrl = new Uri(server, "token").AbsoluteUri,
        ClientId = "bench",
        Scope = "site offline_access",
    };

    public static async Task RunAsync(string home, Uri server, int requests)
    {
        using var handler = HttpPipeline.Create(new HttpPipelineOptions { MaxConnections = requests });
        var tokens = new TokenSource(Client(server), new ConnectionLibrary(home).StateOf("bench"), handler, TimeProvider.System);
        using var http = new HttpClient(new BearerTokenHandler(tokens, server, handler, "bench"), disposeHandler: false);
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { Length: > 0 })
        {
            var watch = Stopwatch.StartNew();
            var answers = await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => http.GetAsync(new Uri(server, "site"))));
            var failed = answers.Count(answer => !answer.IsSuccessStatusCode);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalMilliseconds:0} {failed}"));
        }
    }
}
