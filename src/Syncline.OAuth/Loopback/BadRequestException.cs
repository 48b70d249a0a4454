using System.Net;

namespace Syncline.OAuth.Loopback;

/// <summary>What came is not a request that the listener takes; the flow goes on waiting. The text is shown to whoever sent it.</summary>
internal sealed class BadRequestException(HttpStatusCode status, string reason) : Exception(reason)
{
    public HttpStatusCode Status => status;
}
