using Syncline.OAuth.Discovery;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>What a site says to a request without a token: where its users sign in.</summary>
/// <param name="AuthorizationUri">The authorization endpoint of the site's tenant.</param>
internal sealed record SiteChallenge(Uri AuthorizationUri)
{
    /// <summary>The site's tenant, as the authorization address names it.</summary>
    public string? Tenant => AuthorizationUri.Segments is [_, var first, ..] ? first.TrimEnd('/') : null;

    /// <summary>Host of the sign-in server, with its port.</summary>
    public string Authority => AuthorizationUri.Authority;

    /// <summary>The challenge of an answer; null when it has none of this form.</summary>
    public static SiteChallenge? Of(HttpResponseMessage response) =>
        BearerChallenge.Of(response.Headers).Select(challenge => challenge["authorization_uri"]).OfType<string>().FirstOrDefault() is { } address
        && Uri.TryCreate(address, UriKind.Absolute, out var authorizationUri)
            ? new SiteChallenge(authorizationUri)
            : null;
}
