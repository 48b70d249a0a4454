using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.Dataverse.Probing;

/// <summary>What is wrong with an app's registration, as far as it shows from the outside.</summary>
internal static class AppErrors
{
    private const string Portal = "Azure portal › App registrations › the app";

    public static ErrorDetail NotFound(OAuthClientSettings oauth, AppAnswer answer) => Of(
        ErrorIds.AppNotFound, answer,
        $"The sign-in server knows no app with the Client ID {oauth.ClientId} in this tenant.",
        $"Compare the Client ID with {Portal} › Overview › Application (client) ID, and the tenant with its Directory (tenant) ID. "
        + "To register an app: docs/guide/register-your-app.md, or syncline app script.",
        DataverseOptions.ClientId.Name);

    public static ErrorDetail RedirectNotRegistered(OAuthClientSettings oauth, AppAnswer answer) => Of(
        ErrorIds.RedirectNotRegistered, answer,
        $"The Redirect URL {oauth.RedirectUrl} is not registered in the app {oauth.ClientId}.",
        $"Open {Portal} › Authentication › Add a platform › {(oauth.ClientSecret is null ? "Mobile and desktop applications" : "Web")}, and enter exactly: {oauth.RedirectUrl}",
        DataverseOptions.RedirectUrl.Name);

    public static ErrorDetail Refused(OAuthClientSettings oauth, AppAnswer answer) => Of(
        ErrorIds.AppRefused, answer,
        $"The sign-in server refuses requests of the app {oauth.ClientId} (AADSTS{answer.Number}).",
        "Look the number up at https://login.microsoftonline.com/error, or sign in with: syncline connection authorize, which explains the usual ones.",
        null);

    public static ErrorDetail NotTold() => Of(
        ErrorIds.AppNotTold, null,
        "The sign-in server shows a sign-in page without telling about the app; this is usual for servers other than Entra.",
        "Sign in to see: syncline connection authorize.", null);

    private static ErrorDetail Of(string id, AppAnswer? answer, string message, string advice, string? option) => new()
    {
        Id = id,
        Phase = ErrorPhase.SignIn,
        Message = message,
        Advice = advice,
        ServerCode = answer?.Number is { } number ? "AADSTS" + number : null,
        ServerText = answer?.Text,
        Option = option,
    };
}
