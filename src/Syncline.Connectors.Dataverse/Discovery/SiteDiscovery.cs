using System.Net;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Transports;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Discovery;

/// <summary>
/// Asks a site where its users sign in: a request without a token gets a challenge that names the tenant's authorization endpoint
/// (https://learn.microsoft.com/power-apps/developer/data-platform/authenticate-oauth). The answer is not blindly believed, for a person will
/// type a password on the page that it leads to.
/// </summary>
internal static class SiteDiscovery
{
    /// <summary>Where the users of the site sign in.</summary>
    /// <param name="site">The site.</param>
    /// <param name="transport">Which of its services is asked: a value of <see cref="DataverseOptions.Transport"/>.</param>
    /// <param name="httpHandler">HTTP stack.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ConnectionException">The site can't be reached, is none, or does not tell.</exception>
    public static async ValueTask<SignInEndpoints> AskAsync(SiteAddresses site, string? transport, HttpMessageHandler httpHandler, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await SiteDoors.KnockAsync(SiteServices.Doors(site, transport), httpHandler, cancellationToken);
        }
        catch (Exception exception) when (exception is ConnectionException or HttpRequestException or IOException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ConnectionException(DiscoveryErrors.NotReached(ConnectionErrors.Unanswered(exception, site, out _)), exception);
        }

        using (response)
        {
            return Read(response, site);
        }
    }

    private static SignInEndpoints Read(HttpResponseMessage response, SiteAddresses site)
    {
        var status = (int)response.StatusCode;
        if (status is 429 or >= 500)
        {
            throw new ConnectionException(DiscoveryErrors.Unavailable(site, status));
        }

        var challenge = response.StatusCode == HttpStatusCode.Unauthorized
            ? SiteChallenge.Of(response)
            : null;
        if (challenge is null)
        {
            throw new ConnectionException(response.StatusCode == HttpStatusCode.Unauthorized
                ? DiscoveryErrors.NotTold(site)
                : ConnectionErrors.NotDynamics(site, status, response.Content.Headers.ContentType?.MediaType));
        }

        // A token for another resource must never be asked for on the word of this host: it would get that token.
        if (challenge.Resource is { } resource && !site.Owns(resource))
        {
            throw new ConnectionException(DiscoveryErrors.AnotherSite(site, resource.Authority));
        }

        return challenge.AuthorizationUri is { } address && IsTrusted(address, site) && SignInEndpoints.OfChallenge(address) is { } endpoints
            ? endpoints
            : throw new ConnectionException(DiscoveryErrors.Untrusted(site, challenge.AuthorizationUri?.Host));
    }

    /// <summary>
    /// A site in Microsoft's clouds signs in at Microsoft; one elsewhere (AD FS) anywhere by https; plain http stays within this machine.
    /// </summary>
    private static bool IsTrusted(Uri address, SiteAddresses site) =>
        address.UserInfo.Length == 0
        && (KnownHosts.IsDynamicsOnline(site.Site.IdnHost) ? address.Scheme == "https" && address.IsDefaultPort && KnownHosts.IsMicrosoftSignIn(address.IdnHost)
            : address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback && site.Site.IsLoopback));
}
