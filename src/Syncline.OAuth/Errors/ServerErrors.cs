using Syncline.Core.Errors;
using Syncline.OAuth.TokenEndpoint;

namespace Syncline.OAuth.Errors;

/// <summary>Words for the error codes of the standards (RFC 6749, 8628, OpenID Connect), for servers and causes without a better table.</summary>
internal static class ServerErrors
{
    private const string Again = "syncline connection authorize {name}";

    /// <summary>Always words: an unknown code keeps the server's own.</summary>
    public static RefusalWords Find(ServerRefusal refusal) => refusal.Error switch
    {
        "access_denied" when refusal.Suberror == "cancel" => new("OA2101", "The sign-in was cancelled on the sign-in page.",
            $"To sign in, start again: {Again}", null, Recovery.SignInAgain),
        "access_denied" or "authorization_declined" => new("OA2101", "The sign-in page says that access was declined: {text}.",
            $"Sign in again and accept: {Again}. If you were not asked, an administrator has to allow the app {{app}}: {{consent}}", null, Recovery.SignInAgain),
        "invalid_client" => new("OA2102", "The server does not accept the app {app} or its secret: {text}.",
            "Check the Client ID, and that the Client Secret is the one of this app; leave it empty for a public app.", "client-secret"),
        "invalid_grant" => new("OA2103", "The saved sign-in, or the code of this one, is no longer accepted: {text}.",
            $"Sign in again: {Again}", null, Recovery.SignInAgain),
        "unauthorized_client" => new("OA2104", "The app {app} may not sign in this way: {text}.",
            "Check the Client ID and the Grant Type; the app's registration must allow that grant.", "client-id"),
        "invalid_scope" => new("OA2105", "The server does not accept the scope '{scope}': {text}.", "Leave the Scope empty, so that it is derived.", "scope"),
        "invalid_target" or "invalid_resource" => new("OA2106", "The server knows no resource as it was asked for ({scope}): {text}.", "Check the address of the site.", "url"),
        "unsupported_response_type" => new("OA2107", "The server does not offer the authorization code flow at {authorize}: {text}.",
            "Check the Authorization URL.", "authorization-url"),
        "unsupported_grant_type" => new("OA2108", "The server does not offer this grant at {token}: {text}.", "Check the Token URL and the Grant Type.", "grant-type"),
        "invalid_request" => new("OA2109", "The server takes the request for malformed: {text}.",
            "Check that Authorization URL and Token URL belong together, and the Client ID and Scope for stray characters.", "token-url"),
        "interaction_required" or "login_required" or "consent_required" or "account_selection_required" => new("OA2110",
            "The server wants a person to sign in again: {text}.", $"Sign in again: {Again}", null, Recovery.SignInAgain),
        "expired_token" or "code_expired" or "bad_verification_code" => new("OA2111", "The device code ran out before somebody signed in with it.",
            $"Start again and type the new code in time: {Again}", null, Recovery.SignInAgain),
        "temporarily_unavailable" or "server_error" => new("OA2112", "The sign-in server is not available at the moment: {text}.", "Wait a little and try again."),
        _ => new("OA2199", "The sign-in server refused with '{error}': {text}.",
            "Its words above say why; with the trace id its operator can look up the details.", null, Recovery.Stop),
    };
}
