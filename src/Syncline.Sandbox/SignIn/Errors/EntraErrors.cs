namespace Syncline.Sandbox.SignIn.Errors;

/// <summary>
/// The refusals that the sandbox gives, worded as Entra words them
/// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
/// </summary>
internal static class EntraErrors
{
    /// <summary>Dataverse's own app id, which messages name.</summary>
    private const string Dataverse = "00000007-0000-0000-c000-000000000000";

    private const string CapPolicy = """{"access_token":{"capolids":{"essential":true,"values":["d8a3b9a4-6d5f-4a5e-9f3b-2f1f8c0e7a11"]}}}""";

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

    public static EntraError ResourceNotSupported() => new(901002, "invalid_request", "The 'resource' request parameter is not supported.");

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

    public static EntraError SecretExpired(Guid app) => new(7000222, "invalid_client",
        $"The provided client secret keys for app '{app}' are expired. Visit the Azure portal to create new keys for your app: "
        + "https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.");

    public static EntraError AssertionTypeUnknown(string type) => new(900023, "invalid_request",
        $"The value '{type}' of the parameter 'client_assertion_type' is not supported.");

    public static EntraError AssertionMalformed(string reason) => new(50027, "invalid_client", $"JWT token is invalid or malformed. {reason}");

    public static EntraError CertificateNotRegistered(string reason, string thumbprint, Guid app) => new(700027, "invalid_client",
        "The certificate with identifier used to sign the client assertion is not registered on application. "
        + $"[Reason - {reason}, Thumbprint of key used by client: '{thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use "
        + $"MS Graph to see configured keys for app Id '{app}'.]");

    public static EntraError AssertionOfAnotherApp() => new(700021, "invalid_client",
        "Client assertion application identifier doesn't match 'client_id' parameter.");

    public static EntraError AssertionAudience() => new(700023, "invalid_client",
        "Client assertion audience claim does not match Realm issuer. Review the documentation at "
        + "https://learn.microsoft.com/entra/identity-platform/certificate-credentials.");

    public static EntraError AssertionExpired(DateTimeOffset now, DateTime end) => new(700024, "invalid_client",
        $"Client assertion is not within its valid time range. Current time: {now.UtcDateTime:O}, expiry time of assertion {end:O}. "
        + "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.");

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

    public static EntraError UserOfAnotherTenant(string user, string issuer, string tenant, Guid app, string name) => new(50020, "access_denied",
        $"User account '{user}' from identity provider '{issuer}' does not exist in tenant '{tenant}' and cannot access the application "
        + $"'{app}'({name}) in that tenant. The account needs to be added as an external user in the tenant first. "
        + "Sign out and sign in again with a different Azure Active Directory user account.");

    public static EntraError AccountDisabled() => new(50057, "access_denied", "The user account is disabled.");

    public static EntraError MultiFactorRequired() => new(50076, "interaction_required",
        "Due to a configuration change made by your administrator, or because you moved to a new location, "
        + $"you must use multi-factor authentication to access '{Dataverse}'.")
    { SubError = "basic_action", Claims = CapPolicy };

    public static EntraError MultiFactorEnrolment() => new(50079, "interaction_required",
        "Due to a configuration change made by your administrator, or because you moved to a new location, "
        + $"you must enroll in multi-factor authentication to access '{Dataverse}'.")
    { SubError = "basic_action" };

    public static EntraError MultiFactorFailed() => new(500121, "access_denied", "Authentication failed during strong authentication request.");

    public static EntraError AssignmentMissing(Guid app, string name) => new(50105, "access_denied",
        $"Your administrator has configured the application {name} ('{app}') to block users unless they are specifically "
        + "granted ('assigned') access to the application. The signed in user is blocked because they are not a direct member of a group "
        + "with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.");

    public static EntraError ConditionalAccess() => new(53003, "access_denied",
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.")
    { SubError = "message_only" };

    public static EntraError AdminConsentNeeded(string name) => new(90094, "access_denied",
        $"An administrator of Contoso has set a policy that prevents you from granting {name} the "
        + "permissions it is requesting. Contact an administrator, who can grant permissions to this application on your behalf.");

    public static EntraError UserNotFound(string user) => new(50034, "invalid_grant",
        $"The user account {user} does not exist in the directory. To sign into this application, the account must be added to the directory.");

    public static EntraError PageExpired() => new(165000, "invalid_request",
        "Invalid Request: The request tokens do not match the user context. Do not copy the user context values (cookies; form fields; headers) "
        + "between different requests or user sessions; always maintain the ALL of the supplied values across a complete single user flow.");
}
