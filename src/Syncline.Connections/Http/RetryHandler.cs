using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Syncline.Core.Connectors;

namespace Syncline.Connections.Http;

/// <summary>
/// Repeats safe requests (RFC 9110 section 9.2.1) that met a passing trouble. A server's Retry-After is obeyed to the letter; where it names
/// none, waits grow exponentially with jitter. Requests that change something are never repeated here: only who knows the rows can.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<Uri?> Address = new("address");
    private static readonly ResiliencePropertyKey<TimeSpan?> AskedWait = new("wait");

    private readonly HttpPipelineOptions options;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    public RetryHandler(HttpPipelineOptions options, HttpMessageHandler inner)
        : base(inner)
    {
        this.options = options;
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.TimeProvider };
        pipeline = options.Retries == 0 ? ResiliencePipeline<HttpResponseMessage>.Empty : builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.BaseDelay,
            MaxDelay = options.MaxDelay,
            ShouldHandle = arguments => IsRepeatedAsync(arguments.Outcome, arguments.Context),
            DelayGenerator = arguments => ValueTask.FromResult(
                arguments.Outcome.Result is { } answer ? arguments.Context.Properties.GetValue(AskedWait, null) ?? RetryAfter(answer) : null),
            OnRetry = arguments =>
            {
                Report(arguments);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsSafe(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Address, request.RequestUri);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, state) => await state.Handler.SendOnceAsync(state.Request, context.CancellationToken),
                context,
                (Handler: this, Request: request));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsSafe(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options
        || request.Options.TryGetValue(SafeRequest.Key, out _);

    private async ValueTask<bool> IsRepeatedAsync(Outcome<HttpResponseMessage> outcome, ResilienceContext context)
    {
        context.Properties.Set(AskedWait, null);
        if (IsPassing(outcome))
        {
            return true;
        }

        if (outcome.Result is not { StatusCode: HttpStatusCode.InternalServerError, RequestMessage: { } request } answer
            || !request.Options.TryGetValue(SafeRequest.Key, out var readWait))
        {
            return false;
        }

        // Only the sender understands what such an answer asks for.
        var wait = await readWait(answer, context.CancellationToken);
        context.Properties.Set(AskedWait, wait == TimeSpan.Zero ? null : wait);
        return wait <= options.MaxRetryAfter;
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);

    private bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } answer } =>
            answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            && (RetryAfter(answer) ?? TimeSpan.Zero) <= options.MaxRetryAfter,
        { Exception: TimeoutException } => true,
        { Exception: HttpRequestException exception } => HttpFailure.IsPassing(exception),
        { Exception: OperationCanceledException { InnerException: TimeoutException } } => true,
        _ => false,
    };

    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - options.TimeProvider.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private void Report(OnRetryArguments<HttpResponseMessage> arguments)
    {
        var host = arguments.Context.Properties.GetValue(Address, null)?.Host;
        if (arguments.Outcome.Result is { } answer)
        {
            options.Logger.LogInformation(
                "{Host} answered {Status}; sending again in {Seconds:0.0} s", host, (int)answer.StatusCode, arguments.RetryDelay.TotalSeconds);
        }
        else
        {
            options.Logger.LogInformation("Lost the connection to {Host}; sending again in {Seconds:0.0} s", host, arguments.RetryDelay.TotalSeconds);
        }
    }
}
