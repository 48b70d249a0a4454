using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.OrganizationService;
using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Connectors.Dataverse.WebApi;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.Transports;

/// <summary>The services of a site, as the option <c>transport</c> chooses among them.</summary>
internal static class SiteServices
{
    /// <summary>Whatever tells who is signed in.</summary>
    /// <param name="settings">The connection's settings.</param>
    /// <param name="http">Client with tokens.</param>
    /// <param name="tokens">Where it takes them from.</param>
    public static IIdentitySource Identity(DataverseSettings settings, HttpClient http, IAccessTokenSource tokens)
    {
        IIdentitySource WebApi() => new WebApi.IdentityReader(new WebApiClient(http, settings.Addresses, tokens));
        IIdentitySource Soap() => new OrganizationService.IdentityReader(new OrganizationServiceClient(http, settings.Addresses, tokens));
        return settings.Transport switch
        {
            DataverseOptions.TransportWebApi => WebApi(),
            DataverseOptions.TransportOrganizationService => Soap(),
            _ => new ServiceChoice(WebApi(), Soap()),
        };
    }

    /// <summary>The transport.</summary>
    /// <param name="settings">The connection's settings.</param>
    /// <param name="identity">What <see cref="Identity"/> gave, which the guard asks before anything else is sent.</param>
    /// <param name="http">Client with tokens of the guard.</param>
    /// <param name="guard">Hands out tokens once the site has answered.</param>
    public static IDataverseTransport Transport(DataverseSettings settings, IIdentitySource identity, HttpClient http, IAccessTokenSource guard)
    {
        IDataverseTransport WebApi() => new WebApiTransport(new WebApiClient(http, settings.Addresses, guard), settings.Writes);
        IDataverseTransport Soap() => new OrganizationServiceTransport(new OrganizationServiceClient(http, settings.Addresses, guard), settings.Writes);
        return identity is ServiceChoice choice ? new ChosenTransport(choice, guard, WebApi(), Soap())
            : settings.Transport == DataverseOptions.TransportOrganizationService ? Soap() : WebApi();
    }

    /// <summary>Addresses at which the site may be asked for a sign-in, the best first.</summary>
    /// <param name="site">The site.</param>
    /// <param name="transport">A value of <see cref="DataverseOptions.Transport"/>.</param>
    public static IReadOnlyList<Uri> Doors(SiteAddresses site, string? transport) => transport switch
    {
        DataverseOptions.TransportWebApi => [site.WebApi],
        DataverseOptions.TransportOrganizationService => [site.OrganizationService],
        _ => [site.WebApi, site.OrganizationService],
    };
}
