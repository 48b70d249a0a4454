namespace Syncline.Sandbox.SignIn.Errors;

/// <summary>
/// The refusals that the sandbox gives, worded as Entra words them
/// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
/// </summary>
internal static class EntraErrors
{
    public static EntraError TenantNotFound(string tenant) => new(90002, "invalid_request",
        $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. "
        + "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");

    public static EntraError AppNotFound(string app, string tenant) => new(700016, "unauthorized_client",
        $"Application with identifier '{app}' was not found in the directory '{tenant}'. This can happen if the application has not been "
        + "installed by the administrator of the tenant or consented to by any user in the tenant. "
        + "You may have sent your authentication request to the wrong tenant.");

    public static EntraError RedirectNotRegistered(string redirect, Guid app) => new(50011, "invalid_request",
        $"The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for the application '{app}'. "
        + "Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. "
        + "Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.");

    public static EntraError MissingParameter(string name) => new(900144, "invalid_request",
        $"The request body must contain the following parameter: '{name}'.");

    public static EntraError Malformed(string error = "invalid_request") => new(9002313, error,
        "Invalid request. Request is malformed or invalid.");

    public static EntraError OnlyPost(string method) => new(900561, "invalid_request",
        $"The endpoint only accepts POST requests. Received a {method} request.");

    public static EntraError ResponseTypeNotEnabled(string type) => new(700054, "unsupported_response_type",
        $"response_type '{type}' is not enabled for the application.");

    public static EntraError ResponseTypeUnknown(string type) => new(70005, "unsupported_response_type",
        $"The app returned an unsupported response type '{type}'.");

    public static EntraError UnsupportedValue(string parameter, string value) => new(90023, "invalid_request",
        $"Unsupported '{parameter}' value '{value}'.");

    public static EntraError ChallengeSize() => new(501491, "invalid_request", "Invalid size of Code_Challenge parameter.");

    public static EntraError ResourceNotFound(string resource, string tenant) => new(500011, "invalid_resource",
        $"The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been "
        + "installed by the administrator of the tenant or consented to by any user in the tenant. "
        + "You might have sent your authentication request to the wrong tenant.");

    public static EntraError ScopeInvalid(string scope) => new(70011, "invalid_scope",
        "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. "
        + $"The scope '{scope}' is not valid.");

    public static EntraError ScopeNotOnResource(string app, string scope, string resource) => new(650053, "invalid_client",
        $"The application '{app}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.");

    public static EntraError SeveralResources(string scope) => new(28000, "invalid_scope",
        "Provided value for the input parameter scope is not valid because it contains more than one resource. "
        + $"Scope {scope} is not valid.");

    public static EntraError ScopeNeedsDefault(string scope) => new(1002012, "invalid_scope",
        $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed "
        + "to the resource identifier (application ID URI).");

    public static EntraError WrongSecret(Guid app) => new(7000215, "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, "
        + $"for a secret added to app '{app}'.");

    public static EntraError SecretMissing() => new(7000218, "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");

    public static EntraError CredentialMissing() => new(7000216, "invalid_client",
        "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.");

    public static EntraError SecretForPublicApp() => new(700025, "invalid_client",
        "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.");

    public static EntraError UnsupportedGrant(string grant) => new(70003, "unsupported_grant_type",
        $"The app requested an unsupported grant type '{grant}'.");

    public static EntraError GrantInvalid() => new(70000, "invalid_grant",
        "Provided grant is invalid or malformed.");

    public static EntraError CodeInvalid() => new(70000, "invalid_grant", "The provided value for the 'code' parameter is not valid.");

    public static EntraError InstanceUnknown() => new(50049, "invalid_instance", "Unknown or invalid instance.");

    public static EntraError GrantExpired() => new(70008, "invalid_grant",
        "The provided authorization code or refresh token has expired due to inactivity. "
        + "Send a new interactive authorization request for this user and resource.");

    public static EntraError CodeRedeemed() => new(54005, "invalid_grant",
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.");

    public static EntraError RefreshTokenInactive(DateTimeOffset issued) => new(700082, "invalid_grant",
        $"The refresh token has expired due to inactivity. The token was issued on {issued.UtcDateTime:O} and was inactive for 90.00:00:00.");

    public static EntraError GrantRevoked() => new(50173, "invalid_grant",
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. "
        + "The user might have changed or reset their password.")
    { SubError = "bad_token" };

    public static EntraError RedirectDiffers(string given) => new(500112, "invalid_client",
        $"The reply address '{given}' does not match the reply address provided when requesting Authorization code.");

    public static EntraError VerifierWrong() => new(501481, "invalid_grant",
        "The Code_Verifier does not match the code_challenge supplied in the authorization request.");

    public static EntraError VerifierMissing() => new(50148, "invalid_grant",
        "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.");

    public static EntraError Declined() => new(65004, "access_denied", "User declined to consent to access the app.") { SubCode = "cancel" };

    public static EntraError DevicePending(string error = "authorization_pending") => new(70016, error,
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");

    public static EntraError DeviceExpired() => new(70020, "expired_token",
        "The provided value for the input parameter 'device_code' is not valid. This device code has expired.");

    public static EntraError DeviceUnknown() => new(70018, "bad_verification_code", "Invalid verification code.");

    public static EntraError NobodySignedIn() => new(50058, "login_required",
        "A silent sign-in request was sent but no user is signed in.");

    public static EntraError SeveralSignedIn() => new(16000, "interaction_required",
        "Either multiple user identities are available for the current request or selected account is not supported for the scenario.");

    public static EntraError ConsentMissing(Guid app, string name) => new(65001, "interaction_required",
        $"The user or administrator has not consented to use the application with ID '{app}' named '{name}'. "
        + "Send an interactive authorization request for this user and resource.");

    public static EntraError UserNotFound(string user) => new(50034, "invalid_grant",
        $"The user account {user} does not exist in the directory. To sign into this application, the account must be added to the directory.");

    public static EntraError PageExpired() => new(165000, "invalid_request",
        "Invalid Request: The request tokens do not match the user context. Do not copy the user context values (cookies; form fields; headers) "
        + "between different requests or user sessions; always maintain the ALL of the supplied values across a complete single user flow.");
}
