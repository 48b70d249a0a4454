using Syncline.OAuth.Discovery;

namespace Syncline.Connectors.Dataverse.Discovery;

/// <summary>What a site says to a request without a token: where its users sign in, and what site it is.</summary>
/// <param name="AuthorizationUri">The authorization endpoint of the site's tenant; null when what it names is no address.</param>
/// <param name="Resource">The site that tokens are for, in the site's own words; null when it does not say.</param>
internal sealed record SiteChallenge(Uri? AuthorizationUri, Uri? Resource)
{
    /// <summary>The site's tenant, as the authorization address names it.</summary>
    public string? Tenant => AuthorizationUri?.Segments is [_, var first, ..] ? first.TrimEnd('/') : null;

    /// <summary>The challenge of an answer; null when it has none that names where to sign in.</summary>
    public static SiteChallenge? Of(HttpResponseMessage response) =>
        BearerChallenge.Of(response.Headers).FirstOrDefault(challenge => challenge["authorization_uri"] is not null) is { } found
            ? new SiteChallenge(Address(found["authorization_uri"]), Address(found["resource_id"]))
            : null;

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
}
