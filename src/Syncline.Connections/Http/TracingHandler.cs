using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Syncline.Connections.Http;

/// <summary>
/// Makes each exchange visible as an activity of source <see cref="SourceName"/> and a Debug log line. Only method, host, path, the names
/// of query parameters, status and duration: headers, bodies, query values and quoted key values in paths may hold tokens or user data.
/// </summary>
internal sealed partial class TracingHandler(HttpPipelineOptions options, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public const string SourceName = "Syncline.Http";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The address as it may be shown.</summary>
    internal static string Shown(Uri address)
    {
        var path = QuotedValue().Replace(Uri.UnescapeDataString(address.AbsolutePath), "'…'");
        var names = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => Uri.UnescapeDataString(pair.Split('=')[0]));
        var query = string.Join('&', names);
        return $"{address.Scheme}://{address.Authority}{path}{(query.Length > 0 ? "?" + query : "")}";
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity(request.Method.Method, ActivityKind.Client);
        var started = options.TimeProvider.GetTimestamp();
        var shown = activity is not null || options.Logger.IsEnabled(LogLevel.Debug) ? Shown(request.RequestUri!) : "";
        activity?.SetTag("http.request.method", request.Method.Method);
        activity?.SetTag("server.address", request.RequestUri!.Host);
        activity?.SetTag("server.port", request.RequestUri!.Port);
        activity?.SetTag("url.full", shown);
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            activity?.SetTag("http.response.status_code", (int)answer.StatusCode);
            options.Logger.LogDebug(
                "{Method} {Address} → {Status} in {Milliseconds:0} ms",
                request.Method.Method, shown, (int)answer.StatusCode, options.TimeProvider.GetElapsedTime(started).TotalMilliseconds);
            return answer;
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            options.Logger.LogDebug(
                "{Method} {Address} failed ({Problem}) after {Milliseconds:0} ms",
                request.Method.Method, shown, exception.GetType().Name, options.TimeProvider.GetElapsedTime(started).TotalMilliseconds);
            throw;
        }
    }

    [GeneratedRegex("'[^']*'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuotedValue();
}
