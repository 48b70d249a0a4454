using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Syncline.Connections.Http;

/// <summary>How the HTTP stack of connections behaves. The defaults suit Dataverse; tests and special servers change single values.</summary>
public sealed record HttpPipelineOptions
{
    /// <summary>Clock for waits and Retry-After dates.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where requests are logged (Debug) and waits (Information): method, host, path, status, duration; never headers, bodies or query values.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Repetitions of a safe request (GET, HEAD, OPTIONS) after 408, 429, 502, 503, 504 or a lost connection. Also of a read of a system that
    /// is not reached over HTTP. Default 5, at least 0.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>First wait where the server names none; doubled for each repetition up to <see cref="MaxDelay"/>, with jitter. Default 500 ms.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait where the server names none. Default 30 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Longest Retry-After that is waited for. A longer one is not shortened: the answer goes back to the connector at once.
    /// Default 5 min, Dataverse's service-protection window.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time to make a connection, TLS included. Default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time from sending a request to the head of its answer. Default 150 s, above Dataverse's own limit of 120 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>Most connections to one server. Default 64, above the 52 requests that Dataverse lets a user have in flight.</summary>
    public int MaxConnections { get; init; } = 64;

    /// <summary>Whether cookies are kept and sent back. Default no: a cookie such as ARRAffinity would pin every request to one web server.</summary>
    public bool UseCookies { get; init; }

    /// <summary>PEM file with certificate authorities to trust beyond the system's; null for none.</summary>
    public string? ExtraRootCertificate { get; init; }
}
