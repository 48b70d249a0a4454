using Syncline.Core.Errors;

namespace Syncline.Connectors.OData.Tests.Service;

/// <summary>A way to the service on which the requests that a condition names go no further.</summary>
internal sealed class Interrupted(HttpMessageHandler inner, Func<HttpRequestMessage, bool> isLost, Recovery recovery) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => isLost(request)
        ? throw new ConnectionException(new ErrorDetail { Id = "NET1001", Phase = ErrorPhase.Connection, Message = "The service could not be reached.", Recovery = recovery })
        : base.SendAsync(request, cancellationToken);
}
