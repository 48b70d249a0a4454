using System.Text.RegularExpressions;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Addresses;

/// <summary>Hosts of Microsoft's clouds: which are Dynamics 365 sites, and which are pages that people paste by mistake.</summary>
internal static partial class KnownHosts
{
    private static readonly string[] SignInHosts =
    [
        "login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn",
        "login.chinacloudapi.cn", "login.microsoftonline.de",
    ];

    private static readonly (string Suffix, string What)[] WrongHosts =
    [
        ("make.powerapps.com", "the Power Apps maker portal"),
        ("make.powerautomate.com", "the Power Automate portal"),
        ("powerapps.com", "a Power Apps page"),
        ("powerautomate.com", "a Power Automate page"),
        ("flow.microsoft.com", "a Power Automate page"),
        ("admin.powerplatform.microsoft.com", "the Power Platform admin centre"),
        ("admin.powerplatform.microsoft.us", "the Power Platform admin centre"),
        ("powerplatform.microsoft.com", "a Power Platform page"),
        ("login.microsoftonline.com", "Microsoft's sign-in service"),
        ("login.microsoftonline.us", "Microsoft's sign-in service"),
        ("login.partner.microsoftonline.cn", "Microsoft's sign-in service"),
        ("login.microsoftonline.de", "Microsoft's sign-in service"),
        ("login.windows.net", "Microsoft's sign-in service"),
        ("sts.windows.net", "Microsoft's sign-in service"),
        ("login.live.com", "Microsoft's sign-in service"),
        ("portal.azure.com", "the Azure portal"),
        ("entra.microsoft.com", "the Entra admin centre"),
        ("admin.microsoft.com", "the Microsoft 365 admin centre"),
        ("portal.office.com", "the Microsoft 365 start page"),
        ("office.com", "a Microsoft 365 page"),
        ("m365.cloud.microsoft", "the Microsoft 365 start page"),
        ("graph.microsoft.com", "Microsoft Graph"),
        ("home.dynamics.com", "the Dynamics 365 start page"),
        ("www.dynamics.com", "the Dynamics 365 product page"),
        ("dynamics.microsoft.com", "the Dynamics 365 product page"),
        ("powerappsportals.com", "a Power Pages web site"),
        ("sharepoint.com", "a SharePoint site"),
        ("teams.microsoft.com", "Microsoft Teams"),
    ];

    /// <summary>Whether the host is a site of Dynamics 365 online, in any of Microsoft's clouds.</summary>
    public static bool IsDynamicsOnline(string host) => Online().IsMatch(host);

    /// <summary>Whether people sign in to Microsoft's clouds at this host.</summary>
    public static bool IsMicrosoftSignIn(string host) => SignInHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>The site's host where the Web API's own host (<c>org.api.crm4.dynamics.com</c>) was given; both serve the same site.</summary>
    public static string WithoutApiLabel(string host)
    {
        var match = ApiHost().Match(host);
        return match.Success ? $"{match.Groups["organization"].Value}.{match.Groups["cloud"].Value}" : host;
    }

    /// <summary>What is wrong with the host, when it is a page that is no site; else null.</summary>
    public static ErrorDetail? ExplainWrongHost(string host)
    {
        if (Discovery().IsMatch(host))
        {
            return AddressErrors.AnotherPage(host, "the discovery service, which only lists sites");
        }

        foreach (var (suffix, what) in WrongHosts)
        {
            if (host == suffix || host.EndsWith("." + suffix, StringComparison.Ordinal))
            {
                return AddressErrors.AnotherPage(host, what);
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"^[^.]+\.(?:api\.)?crm\d*\.(?:dynamics\.com|dynamics\.cn|microsoftdynamics\.us|microsoftdynamics\.de|appsplatform\.us)$",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Online();

    [GeneratedRegex(
        @"^(?<organization>[^.]+)\.api\.(?<cloud>crm\d*\.(?:dynamics\.com|dynamics\.cn|microsoftdynamics\.us|microsoftdynamics\.de|appsplatform\.us))$",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ApiHost();

    [GeneratedRegex(@"^(?:global)?disco(?:\.api)?\.crm\d*\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Discovery();
}
