using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Syncline.Connections.Tests.Http;

/// <summary>A real HTTP server on a free loopback port that answers as a test says.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private int requests;

    private TestServer(WebApplication application)
    {
        this.application = application;
    }

    /// <summary>Address with the host name <c>localhost</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Requests that arrived so far.</summary>
    public int Requests => requests;

    /// <param name="answer">Answers; gets the number of the request, from 1.</param>
    /// <param name="certificate">Certificate for https; null for http.</param>
    public static async Task<TestServer> StartAsync(Func<HttpContext, int, Task> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(https => https.ServerCertificate = certificate);
            }
        }));
        var server = new TestServer(builder.Build());
        server.application.Run(context => answer(context, Interlocked.Increment(ref server.requests)));
        await server.application.StartAsync();
        server.Address = new UriBuilder(server.application.Urls.Single()) { Host = "localhost" }.Uri;
        return server;
    }

    public static Task<TestServer> StartAsync(params int[] statuses) => StartAsync((context, number) =>
    {
        context.Response.StatusCode = statuses[Math.Min(number, statuses.Length) - 1];
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync() => await application.DisposeAsync();
}
