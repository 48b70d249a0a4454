using System.Text.RegularExpressions;
using Syncline.Core.Errors;

namespace Syncline.Workspace.Apps;

/// <summary>An app to be registered in Microsoft Entra ID. Values are checked, so that a script made from them means what it says.</summary>
public sealed partial record AppRegistration
{
    /// <summary>Name that people see on the consent page. Letters, digits, blanks and <c>. _ ( ) -</c>, at most 120.</summary>
    public string Name { get; init; } = "Syncline";

    /// <summary>Where the browser comes back to; a loopback address. Not used by an application user.</summary>
    public string RedirectUrl { get; init; } = "http://localhost";

    /// <summary>Whether the app gets a client secret; an application user always does.</summary>
    public bool HasSecret { get; init; }

    /// <summary>Whether the app signs in as itself (client_credentials) instead of in the name of a person.</summary>
    public bool IsApplicationUser { get; init; }

    /// <summary>Tenant id or domain to sign in to first; null for the one that az is signed in to.</summary>
    public string? Tenant { get; init; }

    /// <summary>Address of the Dynamics 365 site, for the last steps of the script; null when it is not known yet.</summary>
    public string? SiteUrl { get; init; }

    /// <summary>Name of the connection in the last steps of the script.</summary>
    public string ConnectionName { get; init; } = "contoso";

    /// <summary>Refuses values that don't belong into a script.</summary>
    /// <exception cref="ConfigurationException">WS1501: a value has another form; all mistakes are in the error.</exception>
    public void Validate()
    {
        ErrorDetail[] mistakes =
        [
            .. Check(NamePattern().IsMatch(Name), "name", Name, "letters, digits, blanks and . _ ( ) -, at most 120"),
            .. Check(RedirectPattern().IsMatch(RedirectUrl), "redirect", RedirectUrl, "a loopback address, such as http://localhost or http://localhost:8400/back"),
            .. Check(Tenant is null || TenantPattern().IsMatch(Tenant), "tenant", Tenant, "a tenant ID or a domain, such as contoso.com"),
            .. Check(SiteUrl is null || SitePattern().IsMatch(SiteUrl), "url", SiteUrl, "the site's address, such as https://contoso.crm4.dynamics.com"),
        ];
        if (mistakes.Length > 0)
        {
            throw new ConfigurationException(mistakes[0] with { Others = mistakes[1..] });
        }
    }

    private static IEnumerable<ErrorDetail> Check(bool isRight, string what, string? value, string form) => isRight ? [] :
    [
        new ErrorDetail
        {
            Id = "WS1501",
            Phase = ErrorPhase.Configuration,
            Message = $"'{value}' can't be the {what} in a script.",
            Advice = $"Give {form}.",
            Option = what,
        },
    ];

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd} ._()-]{0,119}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^http://(?:localhost|127\.0\.0\.1)(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RedirectPattern();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]{0,252}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TenantPattern();

    [GeneratedRegex(@"^https?://[A-Za-z0-9.\[\]:-]{1,253}/?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SitePattern();
}
