using System.Net;
using Syncline.Core.Errors;

namespace Syncline.Connections.Http;

/// <summary>
/// The HTTP stack that connections send through. From the outside in: tracing; failures as <see cref="ConnectionException"/>; repetition of
/// safe requests; answer time-out; pooled sockets. Redirects are not followed, for a token must not travel to another address.
/// </summary>
/// <remarks>
/// What a <see cref="ConnectionException"/> from here means for a write: with <see cref="Recovery.Reconnect"/> the request may have been
/// carried out, for its answer was lost; with any other recovery nothing was sent.
/// </remarks>
public static class HttpPipeline
{
    /// <summary>Makes the stack; who makes it disposes it. Safe for concurrent use.</summary>
    /// <exception cref="ConfigurationException">The extra root certificate can't be used.</exception>
    public static HttpMessageHandler Create(HttpPipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnections,
            EnableMultipleHttp2Connections = true,

            // Short enough to notice that a name moved to another address.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            UseCookies = options.UseCookies,
        };
        if (options.ExtraRootCertificate is { } path)
        {
            var roots = ExtraRoots.Load(path);
            sockets.SslOptions.RemoteCertificateValidationCallback = roots.Validate;
        }

        return Over(sockets, options);
    }

    /// <summary>The stack over another innermost handler.</summary>
    internal static HttpMessageHandler Over(HttpMessageHandler innermost, HttpPipelineOptions options) =>
        new TracingHandler(
            options,
            new FailureHandler(
                new RetryHandler(
                    options,
                    new AnswerTimeoutHandler(options.AnswerTimeout, options.TimeProvider, innermost))));
}
