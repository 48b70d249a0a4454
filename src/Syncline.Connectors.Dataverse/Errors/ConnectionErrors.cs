using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>
/// What can be wrong between this machine and the site, before Dataverse itself answers. The HTTP stack that is lent to the connector
/// explains names, certificates and proxies itself, by <see cref="ConnectionException"/>; here is what is left.
/// </summary>
internal static class ConnectionErrors
{
    /// <summary>A request that failed without a complete answer.</summary>
    /// <param name="exception">What the HTTP stack threw.</param>
    /// <param name="site">The site that was called.</param>
    /// <param name="notSent">Whether it is certain that the server never saw the request.</param>
    public static ErrorDetail Unanswered(Exception exception, SiteAddresses site, out bool notSent)
    {
        if (exception is ConnectionException explained)
        {
            // The stack's rule: Reconnect means that the answer was lost, anything else that nothing was sent.
            notSent = explained.Error.Recovery != Recovery.Reconnect;
            return explained.Error;
        }

        notSent = exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
        var host = site.Site.Authority;
        return notSent
            ? Of(ErrorIds.Unreachable, $"{host} can't be reached: {exception.InnerException?.Message ?? exception.Message}",
                "Check the URL, and that this machine is online.", DataverseOptions.Url.Name)
            : Of(ErrorIds.ReplyLost, exception is OperationCanceledException or TimeoutException
                    ? $"{host} did not answer in time."
                    : $"The connection to {host} broke before the answer was complete.",
                "Try again.", null);
    }

    public static ErrorDetail Cancelled(SiteAddresses site) => Of(ErrorIds.ReplyLost,
        $"The work was cancelled before {site.Site.Authority} had answered.", "Read the row to see whether it was written.", null);

    public static ErrorDetail NotDynamics(SiteAddresses site, int status, string? mediaType) =>
        Of(ErrorIds.NotDynamics,
            $"{site.Site.Authority} answers, but not as a Dynamics 365 site (HTTP {status}{(mediaType is null ? "" : ", " + mediaType)}).",
            "Check the URL: copy it from the address bar of the browser while a Dynamics 365 app is open.",
            DataverseOptions.Url.Name) with
        { Recovery = Recovery.Stop };

    public static ErrorDetail AnswerBroken(SiteAddresses site, string what) => Of(ErrorIds.AnswerBroken,
        $"{site.Site.Authority} gave an answer to {what} that could not be understood.", "Try again.", null);

    private static ErrorDetail Of(string id, string message, string advice, string? option) => new()
    {
        Id = id,
        Phase = ErrorPhase.Connection,
        Message = message,
        Advice = advice,
        Recovery = Recovery.Retry,
        Option = option,
    };
}
