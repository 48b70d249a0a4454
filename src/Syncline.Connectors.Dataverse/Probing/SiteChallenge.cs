using System.Text.RegularExpressions;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>
/// What a site says to a request without a token:
/// <c>WWW-Authenticate: Bearer authorization_uri=https://login.microsoftonline.com/TENANT/oauth2/authorize, resource_id=https://SITE/</c>.
/// </summary>
/// <param name="AuthorizationUri">Where the site's users sign in.</param>
/// <param name="ResourceId">What tokens have to be for.</param>
internal sealed partial record SiteChallenge(Uri AuthorizationUri, string ResourceId)
{
    /// <summary>The site's tenant, as the authorization address names it.</summary>
    public string? Tenant => AuthorizationUri.Segments is [_, var first, ..] ? first.TrimEnd('/') : null;

    /// <summary>Host of the sign-in server, with its port.</summary>
    public string Authority => AuthorizationUri.Authority;

    /// <summary>The challenge of an answer; null when it has none of this form.</summary>
    public static SiteChallenge? Of(HttpResponseMessage response)
    {
        // The raw values: the addresses stand without quotes, which is no valid header for the parser.
        foreach (var value in response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values : default)
        {
            if (Parameter(value, AuthorizationUriPattern()) is { } address
                && Uri.TryCreate(address, UriKind.Absolute, out var authorizationUri)
                && Parameter(value, ResourceIdPattern()) is { } resource)
            {
                return new SiteChallenge(authorizationUri, resource);
            }
        }

        return null;
    }

    private static string? Parameter(string challenge, Regex pattern) =>
        pattern.Match(challenge) is { Success: true } match ? match.Groups["value"].Value : null;

    [GeneratedRegex("\\bauthorization_uri\\s*=\\s*\"?(?<value>[^\\s\",]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AuthorizationUriPattern();

    [GeneratedRegex("\\bresource_id\\s*=\\s*\"?(?<value>[^\\s\",]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ResourceIdPattern();
}
