namespace Syncline.OAuth.AuthorizationCode;

/// <summary>What the sign-in page should be told beyond the client's settings.</summary>
public sealed record SignInHints
{
    /// <summary>Claims that a claims challenge asks for, as JSON (OpenID Connect section 5.5); null for none.</summary>
    public string? Claims { get; init; }

    /// <summary>User name to offer, e.g. of the last sign-in; null for none.</summary>
    public string? LoginHint { get; init; }

    /// <summary><c>login</c>, <c>consent</c>, <c>select_account</c> (OpenID Connect section 3.1.2.1); null leaves it to the server.</summary>
    public string? Prompt { get; init; }
}
