using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>What a look at the sign-in server's own description of itself shows to be wrong with the sign-in addresses.</summary>
internal static class SignInAddressErrors
{
    public static ErrorDetail TenantUnknown(Uri tokenEndpoint, string serverText) => Of(
        ErrorIds.TenantUnknown,
        $"{tokenEndpoint.Authority} knows no tenant '{tokenEndpoint.Segments[1].TrimEnd('/')}'.",
        "Copy the Directory (tenant) ID from the Overview page of your app registration, and check that the addresses name the right cloud "
        + "(login.microsoftonline.com, .us, or login.partner.microsoftonline.cn).") with
    { ServerText = serverText };

    public static ErrorDetail OtherTenant(string siteTenant, string signInTenant) => Of(
        ErrorIds.OtherTenant,
        $"The site belongs to tenant {siteTenant}, but the sign-in goes to tenant {signInTenant}; the site takes no tokens of another tenant.",
        $"Use the addresses of the site's own tenant, for example with --set tenant={siteTenant}. Guests, too, sign in at the tenant of the site.");

    public static ErrorDetail OtherEndpoint(string label, string option, string given, string described) => Of(
        ErrorIds.OtherEndpoint,
        $"The {label} is {given}, but the sign-in server describes {described}.",
        "Copy both addresses again from the app's page in the Azure portal: Overview › Endpoints.") with
    { Option = option };

    private static ErrorDetail Of(string id, string message, string advice) => new()
    {
        Id = id,
        Phase = ErrorPhase.SignIn,
        Message = message,
        Advice = advice,
        Option = DataverseOptions.TokenUrl.Name,
    };
}
