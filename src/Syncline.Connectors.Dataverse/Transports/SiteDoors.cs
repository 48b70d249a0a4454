using System.Net;

namespace Syncline.Connectors.Dataverse.Transports;

/// <summary>Asks a site for a sign-in, by requests without a token: each of its services answers them with the same challenge.</summary>
internal static class SiteDoors
{
    /// <summary>The answer at the first address that there is; else that at the last.</summary>
    /// <param name="doors">Addresses, the best first; at least one.</param>
    /// <param name="httpHandler">HTTP stack.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<HttpResponseMessage> KnockAsync(IReadOnlyList<Uri> doors, HttpMessageHandler httpHandler, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(httpHandler, disposeHandler: false);
        for (var door = 0; ; door++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, doors[door]);
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            var response = await http.SendAsync(request, cancellationToken);
            if (door == doors.Count - 1
                || response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone or HttpStatusCode.NotImplemented))
            {
                return response;
            }

            response.Dispose();
        }
    }
}
