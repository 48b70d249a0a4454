using System.Net;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Discovery;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.Transports;
using Syncline.Connectors.Dataverse.WebApi;
using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>One GET without a token, and what it tells of three stages: whether the host is there, is trusted, and is a site.</summary>
internal sealed class SiteGreeting
{
    private readonly SiteAddresses site;
    private readonly SynclineException? failure;
    private readonly bool isTlsFailure;
    private readonly ServerFault? fault;

    private SiteGreeting(SiteAddresses site, SynclineException? failure, bool isTlsFailure, SiteChallenge? challenge, ServerFault? fault)
    {
        this.site = site;
        this.failure = failure;
        this.isTlsFailure = isTlsFailure;
        this.fault = fault;
        Challenge = challenge;
    }

    /// <summary>The site's invitation to sign in; null when it gave none.</summary>
    public SiteChallenge? Challenge { get; }

    /// <summary>Sends the request.</summary>
    /// <param name="site">The site.</param>
    /// <param name="transport">Which of its services is asked: a value of <see cref="DataverseOptions.Transport"/>.</param>
    /// <param name="handler">HTTP stack.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<SiteGreeting> SendAsync(SiteAddresses site, string? transport, HttpMessageHandler handler, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SiteDoors.KnockAsync(SiteServices.Doors(site, transport), handler, cancellationToken);
            return new SiteGreeting(site, null, isTlsFailure: false, SiteChallenge.Of(response), await FaultReader.ReadAsync(response, cancellationToken));
        }
        catch (Exception exception) when (HttpAnswers.IsUnanswered(exception, cancellationToken) || exception is ConnectionException)
        {
            var cause = exception as HttpRequestException ?? exception.InnerException as HttpRequestException;
            var explained = exception as ConnectionException ?? new ConnectionException(ConnectionErrors.Unanswered(exception, site, out _), exception);
            return new SiteGreeting(site, explained, cause?.HttpRequestError == HttpRequestError.SecureConnectionError, null, null);
        }
    }

    /// <summary>Whether the host takes connections.</summary>
    public ProbeFinding Reachability() =>
        failure is null || isTlsFailure ? ProbeFinding.Ok($"{site.Site.Authority} answers.") : ProbeFinding.Failed(failure.Error with { Option = DataverseOptions.Url.Name });

    /// <summary>Whether its certificate is trusted.</summary>
    public ProbeFinding Tls() =>
        failure is not null ? ProbeFinding.Failed(failure.Error)
        : site.Site.Scheme == Uri.UriSchemeHttps ? ProbeFinding.Ok($"The certificate of {site.Site.Host} is trusted.")
        : ProbeFinding.Ok("Not encrypted, which is allowed because the address is on this machine.");

    /// <summary>Whether it is a site: only those ask for a bearer token and name the sign-in server for it.</summary>
    public ProbeFinding Site()
    {
        if (Challenge?.AuthorizationUri is { } signIn)
        {
            return ProbeFinding.Ok($"A Dynamics 365 site; its users sign in at {signIn.Authority}.");
        }

        if (FaultErrors.OfConnection(fault! with { IsDataverse = false }, site) is { Phase: ErrorPhase.Connection } passing)
        {
            return ProbeFinding.Failed(passing);
        }

        return fault!.Status == (int)HttpStatusCode.Forbidden
            ? ProbeFinding.Failed(FaultErrors.OfConnection(fault with { IsDataverse = false }, site)!)
            : ProbeFinding.Failed(ConnectionErrors.NotDynamics(site, fault.Status, null));
    }
}
