using Syncline.Core.Errors;
using Syncline.OAuth.Errors;

namespace Syncline.OAuth.Settings;

/// <summary>Collects every mistake of a client's settings, so that a form can show them all at once.</summary>
internal sealed class SettingsCheck
{
    private readonly List<ErrorDetail> mistakes = [];

    public Uri? Endpoint(string? text, string option, string label)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Missing<Uri>(option, $"The {label} is missing.", "Copy it from the app's page in the Azure portal: Overview › Endpoints.");
        }

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Host.Length == 0)
        {
            return Wrong<Uri>(OAuthErrorId.NotAnAddress, option, $"The {label} '{text.Trim()}' is not a web address.",
                "Give the whole address, from https:// on.");
        }

        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            // The address itself is left out: user info can be a password.
            return Wrong<Uri>(OAuthErrorId.AddressWithExtras, option, $"The {label} holds a user name, password or fragment (#…).",
                "Give the address without them.");
        }

        return address.Scheme == "https" || address.IsLoopback
            ? address
            : Wrong<Uri>(OAuthErrorId.NotHttps, option, $"The {label} '{address}' is not https, so passwords and tokens would travel in clear.",
                "Use the https:// address; http is allowed only on this machine (localhost).");
    }

    public RedirectAddress? Redirect(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Missing<RedirectAddress>(OptionName.RedirectUrl, "The Redirect URL is missing.", "Use http://localhost.");
        }

        var (redirect, reason) = RedirectAddress.Parse(text.Trim());
        return redirect ?? Wrong<RedirectAddress>(OAuthErrorId.RedirectNotLoopback, OptionName.RedirectUrl,
            $"The Redirect URL {reason}.",
            "Use http://localhost, or http://localhost:PORT/path, and register the same address in the app under "
            + "Authentication › Mobile and desktop applications.");
    }

    public string? ClientId(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Missing<string>(OptionName.ClientId, "The Client ID is missing.",
                "Copy the Application (client) ID from the app's page in the Azure portal: Overview.");
        }

        // RFC 6749 appendix A.1: visible ASCII and blanks.
        return text.Trim().All(c => c is >= ' ' and <= '~')
            ? text.Trim()
            : Wrong<string>(OAuthErrorId.BadCharacters, OptionName.ClientId, "The Client ID holds characters that no client id has.",
                "Copy the Application (client) ID again, without quotes or line breaks.");
    }

    public string? Scope(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var scopes = text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        // RFC 6749 section 3.3: visible ASCII without the double quote and the backslash.
        return scopes.All(scope => scope.All(c => c is >= '!' and <= '~' and not '"' and not '\\'))
            ? string.Join(' ', scopes)
            : Wrong<string>(OAuthErrorId.BadCharacters, OptionName.Scope, "The Scope holds characters that no scope has.",
                "Separate scopes by blanks and leave out quotes and commas.");
    }

    public void Credentials(OAuthClientSettings settings)
    {
        var secret = !string.IsNullOrEmpty(settings.ClientSecret?.Reveal());
        if (secret && settings.ClientCertificate is not null)
        {
            Wrong<object>(OAuthErrorId.TwoCredentials, OptionName.ClientSecret, "Both a client secret and a certificate are given.",
                "Remove the one that the app does not use.");
        }

        if (settings.ClientCertificate is { HasPrivateKey: false })
        {
            Wrong<object>(OAuthErrorId.CertificateWithoutKey, "certificate", "The certificate has no private key, so nothing can be signed with it.",
                "Give the PFX file, or the PEM file that also holds the private key.");
        }

        if (settings.GrantType == GrantType.ClientCredentials && !secret && settings.ClientCertificate is null)
        {
            Wrong<object>(OAuthErrorId.CredentialMissing, OptionName.ClientSecret,
                "The grant type client_credentials needs a client secret or a certificate.",
                "Make one in the Azure portal: the app › Certificates & secrets; or use authorization_code to sign in as a person.");
        }
    }

    public void TimeAllowed(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromHours(1))
        {
            Wrong<object>(OAuthErrorId.TimeOutOfRange, null, "The time allowed for signing in must lie between one second and one hour.", null);
        }
    }

    public void ThrowIfAny()
    {
        if (mistakes.Count > 0)
        {
            throw new ConfigurationException(mistakes[0] with { Others = mistakes[1..] });
        }
    }

    private T? Missing<T>(string option, string message, string advice)
        where T : class => Wrong<T>(OAuthErrorId.Missing, option, message, advice);

    private T? Wrong<T>(string id, string? option, string message, string? advice)
        where T : class
    {
        mistakes.Add(new ErrorDetail { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice, Option = option });
        return null;
    }
}
