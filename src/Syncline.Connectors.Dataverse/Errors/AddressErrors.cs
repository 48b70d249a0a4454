using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>What can be wrong with a pasted address or tenant, in sentences.</summary>
internal static class AddressErrors
{
    private const string WhereToFind =
        "Open your Dynamics 365 app in the browser and copy the address bar: it begins like https://contoso.crm4.dynamics.com. "
        + "An administrator finds it in the Power Platform admin centre under Environments › (yours) › Environment URL.";

    public static ErrorDetail Missing() => Of(ErrorIds.UrlMissing, "The URL of the Dynamics 365 site is missing.", WhereToFind);

    public static ErrorDetail Email(string text) => Of(ErrorIds.UrlIsNoAddress,
        $"\"{text}\" is an e-mail address, not the URL of a Dynamics 365 site.", WhereToFind);

    public static ErrorDetail NotAnAddress(string what) => Of(ErrorIds.UrlIsNoAddress,
        $"{what} is not the URL of a Dynamics 365 site.", WhereToFind);

    public static ErrorDetail AnotherPage(string host, string what) => Of(ErrorIds.UrlIsAnotherPage,
        $"{host} is {what}, not a Dynamics 365 site.", WhereToFind);

    public static ErrorDetail NotEncrypted(string host) => Of(ErrorIds.UrlIsNotEncrypted,
        $"{host} was given with http, which would send tokens unprotected.",
        "Use https. Only addresses of this machine (localhost, 127.0.0.1, [::1]) may be http.");

    public static ErrorDetail NotATenant(string text) => Of(ErrorIds.TenantWrong,
        text.Contains('@', StringComparison.Ordinal) || text.Contains("//", StringComparison.Ordinal)
            ? $"The Tenant is {(text.Contains("//", StringComparison.Ordinal) ? "a URL" : "an e-mail address")}; a tenant ID or a domain belongs there."
            : $"\"{(text.Length <= 80 ? text : text[..77] + "...")}\" is neither a tenant ID nor a domain.",
        "Copy the Directory (tenant) ID from the Overview page of your app registration, or use your organization's domain, e.g. contoso.com or contoso.onmicrosoft.com.")
        with
    { Option = DataverseOptions.Tenant.Name };

    private static ErrorDetail Of(string id, string message, string advice) => new()
    {
        Id = id,
        Phase = ErrorPhase.Configuration,
        Message = message,
        Advice = advice,
        Option = DataverseOptions.Url.Name,
    };
}
