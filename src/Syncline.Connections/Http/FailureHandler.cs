namespace Syncline.Connections.Http;

/// <summary>Turns what HTTP and TLS throw into errors that a person can act on.</summary>
internal sealed class FailureHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException
            || exception is OperationCanceledException { InnerException: TimeoutException } && !cancellationToken.IsCancellationRequested)
        {
            throw HttpFailure.ToException(request.RequestUri!, exception);
        }
    }
}
