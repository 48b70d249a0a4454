using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>What can be wrong with how a connection signs in, beyond what the sign-in rooms know.</summary>
internal static class SignInErrors
{
    public static ErrorDetail QuickStartIsPublic() => Configuration(ErrorIds.QuickStartGrant,
        "The quick start app signs people in; it can't sign in as itself.",
        "Use the grant type authorization_code or device_code, or register an app of your own for client_credentials.", DataverseOptions.GrantType.Name);

    public static ErrorDetail CertificateMissing() => Configuration(ErrorIds.CertificateMissing,
        "The certificate is missing.", "Give its file (PFX or PEM), or on Windows its thumbprint.", DataverseOptions.Certificate.Name);

    public static ErrorDetail TwoCertificates() => Configuration(ErrorIds.TwoCertificates,
        "Both a certificate file and a thumbprint are given.", "Remove one of them.", DataverseOptions.CertificateThumbprint.Name);

    /// <summary>The site answers as another organisation than the connection first signed in to.</summary>
    public static ErrorDetail OtherOrganization(string connection, Organization before, Organization now) => new()
    {
        Id = ErrorIds.OtherOrganization,
        Phase = ErrorPhase.SignIn,
        Message = $"Connection {connection} was made for the organization {before}, but {before.Site} now answers as {now}. Nothing was read or written.",
        Advice = "If the environment was replaced on purpose (restored, copied, moved), accept the new one: sign in again with syncline connection authorize "
            + $"{connection} and confirm it (where nobody can be asked, remove the connection and add it again). Plans made before don't fit it. "
            + "If not, ask the administrator what happened to the site.",
        Recovery = Recovery.SignInAgain,
        Option = DataverseOptions.Url.Name,
    };

    private static ErrorDetail Configuration(string id, string message, string advice, string option) => new()
    {
        Id = id,
        Phase = ErrorPhase.Configuration,
        Message = message,
        Advice = advice,
        Option = option,
    };
}
