namespace Syncline.Sandbox.SignIn.Errors;

/// <summary>Refusals that a test or a person can order with <c>POST /_sandbox/control</c>, by their AADSTS number.</summary>
internal static class OrderedErrors
{
    private const string AnyName = "Syncline sample";

    private static readonly Guid AnyApp = new("2f7c9a40-0c3e-4b53-9d18-5a4e5b1d6a00");

    /// <summary>The refusal with that number; an unknown number gets a plain sentence, so that future numbers can be tried too.</summary>
    public static EntraError Get(int code) => code switch
    {
        50011 => EntraErrors.RedirectNotRegistered("http://localhost:53682/callback", AnyApp),
        50034 => EntraErrors.UserNotFound("someone@contoso.example"),
        50053 => new(code, "invalid_grant", "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."),
        50055 => new(code, "invalid_grant", "The password is expired."),
        50057 => EntraErrors.AccountDisabled() with { Error = "invalid_grant" },
        50076 => EntraErrors.MultiFactorRequired(),
        50079 => EntraErrors.MultiFactorEnrolment(),
        50105 => EntraErrors.AssignmentMissing(AnyApp, AnyName),
        50126 => new(code, "invalid_grant", "Error validating credentials due to invalid username or password."),
        50173 => EntraErrors.GrantRevoked(),
        500011 => EntraErrors.ResourceNotFound("https://another.crm4.dynamics.example", "Contoso"),
        53003 => EntraErrors.ConditionalAccess(),
        54005 => EntraErrors.CodeRedeemed(),
        65001 => EntraErrors.ConsentMissing(AnyApp, AnyName) with { Error = "invalid_grant", SubError = "consent_required" },
        65004 => EntraErrors.Declined(),
        70000 => EntraErrors.GrantInvalid(),
        70008 => EntraErrors.GrantExpired(),
        70011 => EntraErrors.ScopeInvalid("user_impersonation"),
        700016 => EntraErrors.AppNotFound($"{AnyApp}", "Contoso"),
        700025 => EntraErrors.SecretForPublicApp(),
        700027 => EntraErrors.CertificateNotRegistered("The key was not found.", "3705A3A73DEDAB44AC718A6AF8ED716A028582AD", AnyApp),
        700082 => new(code, "invalid_grant", "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00."),
        7000112 => new(code, "unauthorized_client", $"Application '{AnyApp}'({AnyName}) is disabled."),
        7000215 => EntraErrors.WrongSecret(AnyApp),
        7000216 => EntraErrors.CredentialMissing(),
        7000218 => EntraErrors.SecretMissing(),
        7000222 => EntraErrors.SecretExpired(AnyApp),
        90002 => EntraErrors.TenantNotFound("contoso.invalid"),
        9002313 => EntraErrors.Malformed(),
        900144 => EntraErrors.MissingParameter("scope"),
        1002012 => EntraErrors.ScopeNeedsDefault("https://contoso.crm4.dynamics.example/user_impersonation"),
        90033 => new(code, "temporarily_unavailable", "A transient error has occurred. Please try again."),
        90094 => EntraErrors.AdminConsentNeeded(AnyName),
        _ => new(code, "invalid_request", "The sandbox was asked to refuse with this number."),
    };
}
