namespace Syncline.Sandbox.SignIn.Errors;

/// <summary>Refusals that a test or a person can order with <c>POST /_sandbox/control</c>, by their AADSTS number.</summary>
internal static class OrderedErrors
{
    /// <summary>The refusal with that number; an unknown number gets a plain sentence, so that future numbers can be tried too.</summary>
    public static EntraError Get(int code) => code switch
    {
        50034 => EntraErrors.UserNotFound("someone@contoso.example"),
        50053 => new(code, "invalid_grant", "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."),
        50055 => new(code, "invalid_grant", "The password is expired."),
        50057 => new(code, "invalid_grant", "The user account is disabled."),
        50076 => new(code, "interaction_required", "Due to a configuration change made by your administrator, or because you moved to a new "
            + "location, you must use multi-factor authentication to access '00000007-0000-0000-c000-000000000000'.")
        {
            SubError = "basic_action",
            Claims = """{"access_token":{"capolids":{"essential":true,"values":["d8a3b9a4-6d5f-4a5e-9f3b-2f1f8c0e7a11"]}}}""",
        },
        50079 => new(code, "interaction_required", "Due to a configuration change made by your administrator, or because you moved to a new "
            + "location, you must enroll in multi-factor authentication to access '00000007-0000-0000-c000-000000000000'.")
        {
            SubError = "basic_action",
        },
        50105 => new(code, "access_denied", "Your administrator has configured the application to block users unless they are specifically "
            + "granted ('assigned') access to the application. The signed in user is blocked because they are not a direct member of a group "
            + "with access, nor had access directly assigned by an administrator."),
        50126 => new(code, "invalid_grant", "Error validating credentials due to invalid username or password."),
        50173 => EntraErrors.GrantRevoked(),
        53003 => new(code, "access_denied", "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.")
        {
            SubError = "message_only",
        },
        54005 => EntraErrors.CodeRedeemed(),
        65001 => new(code, "invalid_grant", "The user or administrator has not consented to use the application. "
            + "Send an interactive authorization request for this user and resource.")
        { SubError = "consent_required" },
        65004 => EntraErrors.Declined(),
        70000 => EntraErrors.GrantInvalid(),
        70008 => EntraErrors.GrantExpired(),
        700082 => new(code, "invalid_grant", "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00."),
        7000112 => new(code, "unauthorized_client", "Application is disabled."),
        7000222 => new(code, "invalid_client", "The provided client secret keys for app are expired. Visit the Azure portal to create new keys "
            + "for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds."),
        90033 => new(code, "temporarily_unavailable", "A transient error has occurred. Please try again."),
        90094 => new(code, "access_denied", "An administrator of Contoso has set a policy that prevents you from granting the application the "
            + "permissions it is requesting. Contact an administrator, who can grant permissions to this application on your behalf."),
        _ => new(code, "invalid_request", "The sandbox was asked to refuse with this number."),
    };
}
