using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Syncline.Cli.Tests;

/// <summary>Stands before a site and hands everything on; a test can do something just before a certain request goes through.</summary>
internal sealed class SiteRelay : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Uri site;

    public SiteRelay(Uri site)
    {
        this.site = site;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(HandOnAsync);
        app.Start();
        Address = app.Urls.Single();
    }

    public string Address { get; }

    /// <summary>Runs before each request goes through.</summary>
    public Func<HttpRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task HandOnAsync(HttpContext context)
    {
        await Before(context.Request);
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), new Uri(site, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is not ("Host" or "Content-Length" or "Transfer-Encoding" or "Connection")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Where(header => header.Key is not ("Transfer-Encoding" or "Connection")))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (context.Response.StatusCode is not (204 or 304))
        {
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
