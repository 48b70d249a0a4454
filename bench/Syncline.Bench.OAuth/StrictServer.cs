using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Syncline.Bench.OAuth;

/// <summary>
/// An authorization server and a site in one. A refresh token works once: whoever shows an old one is refused, as with servers that rotate
/// strictly. The site takes only the newest access token. A token answer takes <see cref="Latency"/>.
/// </summary>
internal sealed class StrictServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private string accepted = "none";
    private int generation;
    private int lifetime = 3600;

    public StrictServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapPost("/token", (RequestDelegate)TokenAsync);
        app.MapGet("/site", (RequestDelegate)SiteAsync);
        app.Start();
        Address = new Uri(app.Urls.Single());
    }

    public static TimeSpan Latency { get; } = TimeSpan.FromMilliseconds(150);

    public Uri Address { get; }

    public int Refreshes { get; private set; }

    public int Refused { get; private set; }

    public int Unauthorized { get; private set; }

    /// <summary>From here on tokens last so long, and counting starts anew.</summary>
    public void Start(int tokenLifetimeSeconds)
    {
        lock (gate)
        {
            lifetime = tokenLifetimeSeconds;
            (Refreshes, Refused, Unauthorized) = (0, 0, 0);
        }
    }

    /// <summary>The site takes the present access token no longer.</summary>
    public void RevokeAccessToken()
    {
        lock (gate)
        {
            accepted = "none";
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await Task.Delay(Latency, TimeProvider.System, context.RequestAborted);
        string access;
        string refresh;
        int lasts;
        lock (gate)
        {
            if (form["grant_type"] == "refresh_token")
            {
                Refreshes++;
                if (form["refresh_token"] != $"refresh-{generation}")
                {
                    Refused++;
                    context.Response.StatusCode = 400;
                    access = refresh = string.Empty;
                    lasts = 0;
                }
                else
                {
                    (access, refresh, lasts) = Next();
                }
            }
            else
            {
                (access, refresh, lasts) = Next();
            }
        }

        await context.Response.WriteAsJsonAsync<object>(
            lasts == 0
                ? new { error = "invalid_grant", error_description = "That refresh token was used before." }
                : new { token_type = "Bearer", access_token = access, refresh_token = refresh, expires_in = lasts },
            context.RequestAborted);
    }

    private (string Access, string Refresh, int Lasts) Next()
    {
        generation++;
        accepted = $"access-{generation}";
        return (accepted, $"refresh-{generation}", lifetime);
    }

    private Task SiteAsync(HttpContext context)
    {
        lock (gate)
        {
            if (context.Request.Headers.Authorization != $"Bearer {accepted}")
            {
                Unauthorized++;
                context.Response.StatusCode = 401;
            }
        }

        return Task.CompletedTask;
    }
}
