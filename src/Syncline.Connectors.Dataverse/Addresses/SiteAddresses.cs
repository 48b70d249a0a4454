using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Addresses;

/// <summary>
/// The addresses of one Dynamics 365 site, worked out from whatever a person pasted: the browser's address bar, a Web API address, an
/// Organization Service address, a bare host name. Immutable.
/// </summary>
public sealed partial record SiteAddresses
{
    /// <summary>Version of the Web API that is spoken.</summary>
    public const string WebApiVersion = "v9.2";

    private SiteAddresses(string origin)
    {
        Origin = origin;
        Site = new Uri(origin + "/");
        WebApi = new Uri($"{origin}/api/data/{WebApiVersion}/");
        OrganizationService = new Uri(origin + "/XRMServices/2011/Organization.svc/web");
    }

    /// <summary>Scheme, host and port without a slash at the end, e.g. <c>https://contoso.crm4.dynamics.com</c>.</summary>
    public string Origin { get; }

    /// <summary>The site, ending in a slash.</summary>
    public Uri Site { get; }

    /// <summary>Base of the Web API, ending in a slash.</summary>
    public Uri WebApi { get; }

    /// <summary>The Organization Service (SOAP) endpoint.</summary>
    public Uri OrganizationService { get; }

    /// <summary>Scope that a person's sign-in asks for: this site in the person's name, renewable, and who the person is.</summary>
    public string UserScope => Origin + "/user_impersonation offline_access openid profile";

    /// <summary>Scope that an app's own sign-in (client credentials) asks for.</summary>
    public string ApplicationScope => Origin + "/.default";

    /// <summary>Reads a pasted address.</summary>
    /// <exception cref="ConfigurationException">It is not a site's address; the message says what it is and where the right one stands.</exception>
    public static SiteAddresses Parse(string? pasted) =>
        TryParse(pasted, out var addresses, out var error) ? addresses : throw new ConfigurationException(error);

    /// <summary>Reads a pasted address; false with the reason when it is not a site's.</summary>
    public static bool TryParse(
        string? pasted, [NotNullWhen(true)] out SiteAddresses? addresses, [NotNullWhen(false)] out ErrorDetail? error)
    {
        addresses = null;
        var text = Unwrap(pasted);
        error = text.Length == 0 ? AddressErrors.Missing()
            : Email().IsMatch(text) ? AddressErrors.Email(text)
            : null;
        if (error is not null)
        {
            return false;
        }

        var hasScheme = Scheme().Match(text);
        var rest = hasScheme.Success ? text[hasScheme.Length..] : text.TrimStart('/');
        var authority = rest.Split('/', '?', '#', '\\')[0];
        if (authority.Length == 0 || authority.Any(char.IsWhiteSpace) || authority.Contains('@', StringComparison.Ordinal))
        {
            error = AddressErrors.NotAnAddress(authority.Contains('@', StringComparison.Ordinal) ? "It" : $"\"{Shorten(text)}\"");
            return false;
        }

        var scheme = hasScheme.Success ? hasScheme.Groups["scheme"].Value.ToLowerInvariant() : null;
        if (scheme is not (null or "https" or "http")
            || !Uri.TryCreate($"{scheme ?? "https"}://{authority}", UriKind.Absolute, out var uri)
            || !IsHost(uri))
        {
            error = AddressErrors.NotAnAddress($"\"{Shorten(text)}\"");
            return false;
        }

        var host = uri.IdnHost.ToLowerInvariant();
        error = KnownHosts.ExplainWrongHost(host);
        if (error is not null)
        {
            return false;
        }

        var isPlain = scheme == "http" || (scheme is null && uri.IsLoopback);
        if (isPlain && !uri.IsLoopback && !KnownHosts.IsDynamicsOnline(host))
        {
            error = AddressErrors.NotEncrypted(host);
            return false;
        }

        addresses = new SiteAddresses(Compose(isPlain && uri.IsLoopback ? "http" : "https", host, authority, uri));
        return true;
    }

    /// <summary>Whether an address that the site handed out leads to the site itself: a token may be sent there.</summary>
    internal bool Owns(Uri address) =>
        address.IsAbsoluteUri
        && address.Scheme == Site.Scheme
        && address.Port == Site.Port
        && address.UserInfo.Length == 0
        && string.Equals(KnownHosts.WithoutApiLabel(address.IdnHost.ToLowerInvariant()), Site.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static string Compose(string scheme, string host, string authority, Uri parsed)
    {
        var port = ExplicitPort().Match(authority);
        var isDefault = !port.Success || (scheme == "https" && parsed.Port is 443) || (scheme == "http" && parsed.Port is 80)
            || (parsed.Scheme == "http" && scheme == "https" && parsed.Port == 80);
        var name = parsed.HostNameType == UriHostNameType.IPv6 ? $"[{host.Trim('[', ']')}]" : KnownHosts.WithoutApiLabel(host);
        return isDefault ? $"{scheme}://{name}" : $"{scheme}://{name}:{port.Groups["port"].Value.TrimStart('0')}";
    }

    /// <summary>A host that can be a site: loopback, an IP address, or a name with a dot.</summary>
    private static bool IsHost(Uri uri) =>
        uri.Host.Length > 0 && uri.Port > 0
        && (uri.IsLoopback || uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            || (uri.HostNameType == UriHostNameType.Dns && uri.Host.Trim('.').Contains('.', StringComparison.Ordinal)));

    /// <summary>Takes off what comes along when an address is copied from mail, chat or a document.</summary>
    private static string Unwrap(string? pasted)
    {
        var text = (pasted ?? string.Empty).Replace("\u200B", "", StringComparison.Ordinal).Replace("\uFEFF", "", StringComparison.Ordinal);
        string before;
        do
        {
            before = text;
            text = text.Trim().Trim('<', '>', '"', '\'', '`', '\u201C', '\u201D', '\u201E', '\u2018', '\u2019', '\u00AB', '\u00BB', '(', ')')
                .TrimEnd(',', ';', '.');
        }
        while (text != before);
        return text;
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..77] + "...";

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.\-]*):[/\\]{2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@":(?<port>\d{1,5})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ExplicitPort();

    [GeneratedRegex(@"^(?:mailto:)?[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Email();
}
