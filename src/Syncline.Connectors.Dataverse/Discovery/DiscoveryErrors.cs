using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Discovery;

/// <summary>Why a site's own word on where to sign in could not be had, or not be taken.</summary>
internal static class DiscoveryErrors
{
    private const string ByHand =
        "Give the Tenant (tenant ID or domain), or copy Authorization URL and Token URL from the app's page in the Azure portal: Overview › Endpoints.";

    private const string NeedNotBeAsked =
        "The site is only asked where its users sign in: give the Tenant (tenant ID or domain), or Authorization URL and Token URL, and it need not be.";

    /// <summary>
    /// The site could not be asked; what the network said stays, and so does the way around, unless that would only put the mending off (a certificate that is
    /// not trusted).
    /// </summary>
    public static ErrorDetail NotReached(ErrorDetail why) => why.Recovery == Recovery.Stop ? why : why with { Advice = $"{why.Advice} {NeedNotBeAsked}" };

    public static ErrorDetail NotTold(SiteAddresses site) => Of(ErrorIds.EndpointsNotTold,
        $"{site.Site.Authority} asks for a sign-in, but does not say where.", ByHand, DataverseOptions.Tenant.Name);

    public static ErrorDetail Untrusted(SiteAddresses site, string? host) => Of(ErrorIds.EndpointsNotTrusted,
        host is null
            ? $"{site.Site.Authority} names a sign-in page that is no usable address."
            : $"{site.Site.Authority} sends its users to sign in at {host}, which is not a page that such a site should use; nothing was sent there.",
        $"Check the URL for typing mistakes. If it is right: {ByHand}", DataverseOptions.Url.Name);

    public static ErrorDetail AnotherSite(SiteAddresses site, string resource) => Of(ErrorIds.AnotherSite,
        $"{site.Site.Authority} says that it is the site {resource}.", $"Give that address as the URL: https://{resource}", DataverseOptions.Url.Name);

    public static ErrorDetail Unavailable(SiteAddresses site, int status) => Of(ErrorIds.Unavailable,
        $"{site.Site.Authority} is not available at the moment (HTTP {status}).", $"Try again later. {NeedNotBeAsked}", null) with
    { Recovery = Recovery.Retry };

    private static ErrorDetail Of(string id, string message, string advice, string? option) => new()
    {
        Id = id,
        Phase = ErrorPhase.Connection,
        Message = message,
        Advice = advice,
        Option = option,
    };
}
